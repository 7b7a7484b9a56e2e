import { AwsError } from "./AwsError.ts";

const QUERY_SERVICES = new Set(["cloudformation", "iam", "sts", "sns", "monitoring"]);
const REST_SERVICES = new Set(["s3", "route53", "lambda", "resource-groups"]);

/** What AWS answers for an operation that does not exist, by the protocol of the service. */
export function unknownOperation(service: string, operation: string): AwsError {
  if (service === "ec2")
    return new AwsError("InvalidAction", `The action ${operation} is not valid for this web service.`);
  if (QUERY_SERVICES.has(service))
    return new AwsError(
      "InvalidAction",
      `Could not find operation ${operation} in the sandbox's ${service}.`,
    );
  if (service === "s3")
    return new AwsError("NotImplemented", `The sandbox does not model the operation ${operation}.`, {
      httpStatus: 501,
    });
  if (REST_SERVICES.has(service))
    return new AwsError(
      "UnknownOperationException",
      `The sandbox does not model the operation ${operation}.`,
      { httpStatus: 404 },
    );
  return new AwsError("UnknownOperationException", `The sandbox does not model the operation ${operation}.`);
}

/** What AWS answers for a parameter that it does not know, by the protocol of the service. */
export function unknownMember(service: string, operation: string, member: string): AwsError {
  const message = `The parameter ${member} of ${operation} is not modelled by the sandbox.`;
  if (service === "ec2") return new AwsError("UnknownParameter", message);
  if (service === "s3") return new AwsError("NotImplemented", message, { httpStatus: 501 });
  if (QUERY_SERVICES.has(service)) return new AwsError("ValidationError", message);
  return new AwsError("ValidationException", message);
}
