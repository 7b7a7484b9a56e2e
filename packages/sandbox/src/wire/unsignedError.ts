import { AwsError } from "../kernel/AwsError.ts";
import type { ServiceModel } from "./models/ServiceModel.ts";

/** What each protocol answers a request without a signature; S3 alone takes anonymous calls. */
export function unsignedError({ protocol }: ServiceModel): AwsError {
  switch (protocol) {
    case "ec2Query":
      return new AwsError("MissingParameter", "The request must contain the parameter AWSAccessKeyId");
    case "awsQuery":
    case "restXml":
      return new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", {
        httpStatus: 403,
      });
    case "awsJson1_0":
    case "awsJson1_1":
      return new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token");
    case "restJson1":
      return new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", {
        httpStatus: 403,
      });
  }
}
