import { AwsError } from "../../kernel/AwsError.ts";
import { errorModelOf, faultOf, jsonErrorStatus } from "../errorStatus.ts";
import type { ServiceModel } from "../models/ServiceModel.ts";
import type { Protocol } from "../Protocol.ts";
import { parseJsonBody } from "./parseJsonBody.ts";
import { readJsonStructure } from "./readJsonShape.ts";
import { writeErrorMembers } from "./writeErrorMembers.ts";
import { writeJsonStructure } from "./writeJsonShape.ts";

/** What stands before `#` in the `__type` of errors, for the services that write it. */
const ERROR_NAMESPACES: ReadonlyMap<string, string> = new Map([
  ["dynamodb", "com.amazonaws.dynamodb.v20120810#"],
  ["sqs", "com.amazonaws.sqs#"],
]);

/** AWS JSON 1.0 and 1.1: the operation in `X-Amz-Target`, JSON in and out. */
export function createJsonProtocol(model: ServiceModel): Protocol {
  const contentType = `application/x-amz-json-${model.protocol === "awsJson1_0" ? "1.0" : "1.1"}`;
  const namespace = ERROR_NAMESPACES.get(model.name) ?? "";
  return {
    operationNameOf({ headers }) {
      const target = headers["x-amz-target"] ?? "";
      const dot = target.lastIndexOf(".");
      if (dot >= 0 && target.slice(0, dot) === model.targetPrefix) return target.slice(dot + 1);
      throw new AwsError("UnknownOperationException", `The target ${target} does not exist.`);
    },
    readInput: (operation, request, refusals) =>
      readJsonStructure(operation.input, parseJsonBody(request.body), [], refusals),
    writeOutput: (operation, output, requestId) => ({
      status: 200,
      headers: { "content-type": contentType, "x-amzn-requestid": requestId },
      body: JSON.stringify(writeJsonStructure(operation.output, output)),
    }),
    writeError(error, { requestId }) {
      const errorModel = errorModelOf(error, model);
      const status = jsonErrorStatus(error, errorModel);
      const body = {
        __type: `${namespace}${errorModel?.shapeName ?? error.code}`,
        ...writeErrorMembers(error, errorModel),
      };
      const headers: Record<string, string> = { "content-type": contentType, "x-amzn-requestid": requestId };
      if (model.queryCompatible)
        headers["x-amzn-query-error"] = `${errorModel?.queryCode ?? error.code};${faultOf(status)}`;
      return { status, headers, body: JSON.stringify(body) };
    },
  };
}
