import { AwsError } from "../../kernel/AwsError.ts";
import { errorModelOf, errorStatus, faultOf } from "../errorStatus.ts";
import { readJsonStructure } from "../json/readJsonShape.ts";
import { writeErrorMembers } from "../json/writeErrorMembers.ts";
import { writeJsonStructure, type JsonDialect } from "../json/writeJsonShape.ts";
import type { ServiceModel } from "../models/ServiceModel.ts";
import type { Protocol } from "../Protocol.ts";
import { CborError, decodeCbor } from "./decodeCbor.ts";
import { encodeCbor } from "./encodeCbor.ts";

const CBOR_DIALECT: JsonDialect = { blob: (bytes) => bytes, timestamp: (date) => date };
const PATH = /^\/service\/[^/]+\/operation\/([^/]+)$/;

/** Smithy RPC v2 CBOR: newer clients speak it to CloudWatch. */
export function createCborProtocol(model: ServiceModel): Protocol {
  return {
    operationNameOf({ path }) {
      const [, operation] = PATH.exec(path) ?? [];
      if (operation !== undefined) return operation;
      throw new AwsError("UnknownOperationException", "", { httpStatus: 404 });
    },
    readInput: (operation, request, refusals) =>
      readJsonStructure(operation.input, readBody(request.body), [], refusals),
    writeOutput: (operation, output, requestId) => ({
      status: 200,
      headers: headersOf(requestId),
      body: encodeCbor(writeJsonStructure(operation.output, output, CBOR_DIALECT)),
    }),
    writeError(error, { requestId }) {
      const errorModel = errorModelOf(error, model);
      const status = errorStatus(error, errorModel);
      return {
        status,
        headers: {
          ...headersOf(requestId),
          ...(model.queryCompatible
            ? { "x-amzn-query-error": `${errorModel?.queryCode ?? error.code};${faultOf(status)}` }
            : {}),
        },
        body: encodeCbor({
          __type: errorModel?.shapeName ?? error.code,
          ...writeErrorMembers(error, errorModel, CBOR_DIALECT),
        }),
      };
    },
  };
}

function headersOf(requestId: string): Record<string, string> {
  return {
    "content-type": "application/cbor",
    "smithy-protocol": "rpc-v2-cbor",
    "x-amzn-requestid": requestId,
  };
}

function readBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return decodeCbor(body);
  } catch (error) {
    if (error instanceof CborError) throw new AwsError("SerializationException", "");
    throw error;
  }
}
