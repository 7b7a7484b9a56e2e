import { createJsonProtocol } from "./json/createJsonProtocol.ts";
import type { ServiceModel } from "./models/ServiceModel.ts";
import type { Protocol } from "./Protocol.ts";
import { createEc2Protocol, createQueryProtocol } from "./query/createQueryProtocol.ts";
import { createRestJsonProtocol } from "./rest/createRestJsonProtocol.ts";
import { createRestXmlProtocol } from "./rest/createRestXmlProtocol.ts";
import { createS3Protocol } from "./s3/createS3Protocol.ts";

export function createProtocol(model: ServiceModel): Protocol {
  switch (model.protocol) {
    case "ec2Query":
      return createEc2Protocol(model);
    case "awsQuery":
      return createQueryProtocol(model);
    case "awsJson1_0":
    case "awsJson1_1":
      return createJsonProtocol(model);
    case "restJson1":
      return createRestJsonProtocol(model);
    case "restXml":
      return model.name === "s3" ? createS3Protocol(model) : createRestXmlProtocol(model);
  }
}
