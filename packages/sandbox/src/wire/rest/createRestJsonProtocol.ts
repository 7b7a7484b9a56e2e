import { errorModelOf, errorStatus } from "../errorStatus.ts";
import { parseJsonBody } from "../json/parseJsonBody.ts";
import { readJsonStructure } from "../json/readJsonShape.ts";
import { writeErrorMembers } from "../json/writeErrorMembers.ts";
import { writeJsonStructure } from "../json/writeJsonShape.ts";
import type { OperationModel, ServiceModel } from "../models/ServiceModel.ts";
import type { Member } from "../models/Shape.ts";
import type { Protocol } from "../Protocol.ts";
import type { Refusals } from "../Refusals.ts";
import { plainText } from "../scalars.ts";
import { isRecord, setMember } from "../setMember.ts";
import type { WireAnswer, WireRequest } from "../WireMessage.ts";
import { createRouteTable, type RouteTable } from "./createRouteTable.ts";
import { readBindings } from "./readBindings.ts";
import { payloadMemberOf, writeBindings } from "./writeBindings.ts";

/** REST-JSON, as Lambda and Resource Groups speak it. */
export function createRestJsonProtocol(model: ServiceModel): Protocol {
  const routes = createRouteTable(model);
  return {
    operationNameOf: (request) =>
      routes(request)?.operation.name ?? `${request.method} ${request.path.slice(0, 200)}`,
    readInput: (operation, request, refusals) => readInput(routes, operation, request, refusals),
    writeOutput,
    writeError(error, { requestId, method }) {
      const errorModel = errorModelOf(error, model);
      const name = errorModel?.shapeName ?? error.code;
      return {
        status: errorStatus(error, errorModel),
        headers: {
          "content-type": "application/json",
          "x-amzn-requestid": requestId,
          "x-amzn-errortype": name,
        },
        body: method === "HEAD" ? "" : JSON.stringify(writeErrorMembers(error, errorModel)),
      };
    },
  };
}

function readInput(
  routes: RouteTable,
  operation: OperationModel,
  request: WireRequest,
  refusals: Refusals,
): Record<string, unknown> {
  const shape = operation.input;
  const input = readBindings(shape, routes(request)?.labels ?? {}, request, refusals);
  const payload = payloadMemberOf(shape);
  if (payload !== undefined) {
    if (request.body.length > 0) setMember(input, payload.name, readPayload(payload, request, refusals));
    return input;
  }
  if (!shape.members.some(({ binding }) => binding.place === "body")) return input;
  return { ...readJsonStructure(shape, parseJsonBody(request.body), [], refusals), ...input };
}

function readPayload({ name, target }: Member, { body }: WireRequest, refusals: Refusals): unknown {
  if (target.kind === "structure" || target.kind === "union")
    return readJsonStructure(target, parseJsonBody(body), [name], refusals);
  return target.kind === "string" ? body.toString("utf8") : body;
}

function writeOutput(operation: OperationModel, output: unknown, requestId: string): WireAnswer {
  const { headers, status } = writeBindings(operation.output, output);
  const payload = payloadMemberOf(operation.output);
  const payloadValue = payload !== undefined && isRecord(output) ? output[payload.name] : undefined;
  return {
    status: status ?? operation.http?.status ?? 200,
    headers: { "content-type": "application/json", "x-amzn-requestid": requestId, ...headers },
    body: payload === undefined ? jsonBody(operation, output) : payloadBody(payload, payloadValue),
  };
}

function jsonBody(operation: OperationModel, output: unknown): string {
  return operation.http?.status === 204 ? "" : JSON.stringify(writeJsonStructure(operation.output, output));
}

function payloadBody({ target }: Member, value: unknown): string | Uint8Array {
  if (target.kind === "structure" || target.kind === "union")
    return JSON.stringify(writeJsonStructure(target, value));
  if (value instanceof Uint8Array) return value;
  return value === undefined || value === null ? "" : plainText(value);
}
