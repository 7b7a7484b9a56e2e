import { AwsError } from "../../kernel/AwsError.ts";
import { errorModelOf, errorStatus, faultOf } from "../errorStatus.ts";
import type { OperationModel, ServiceModel } from "../models/ServiceModel.ts";
import type { Protocol } from "../Protocol.ts";
import type { Refusals } from "../Refusals.ts";
import { isRecord, setMember } from "../setMember.ts";
import type { WireAnswer, WireRequest } from "../WireMessage.ts";
import { escapeXml } from "../xml/escapeXml.ts";
import { parseXml } from "../xml/parseXml.ts";
import { readXmlStructure } from "../xml/readXmlShape.ts";
import { writeXmlElement } from "../xml/writeXmlShape.ts";
import { createRouteTable } from "./createRouteTable.ts";
import { readBindings } from "./readBindings.ts";
import { payloadMemberOf, writeBindings } from "./writeBindings.ts";

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** REST-XML, as Route 53 speaks it. */
export function createRestXmlProtocol(model: ServiceModel): Protocol {
  const routes = createRouteTable(model);
  return {
    operationNameOf: (request) =>
      routes(request)?.operation.name ?? `${request.method} ${request.path.slice(0, 200)}`,
    readInput: (operation, request, refusals) =>
      readRestXmlInput(operation, routes(request)?.labels ?? {}, request, refusals),
    writeOutput: (operation, output, requestId) => writeRestXmlOutput(model, operation, output, requestId),
    writeError(error, { requestId, method }) {
      const errorModel = errorModelOf(error, model);
      const status = errorStatus(error, errorModel);
      const code = errorModel?.queryCode ?? error.code;
      return {
        status,
        headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
        body:
          method === "HEAD"
            ? ""
            : `${XML_DECLARATION}<ErrorResponse xmlns="${model.xmlNamespace}"><Error><Type>${faultOf(status)}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      };
    },
  };
}

/** Reads an input from its labels, query string, headers and XML body. */
export function readRestXmlInput(
  operation: OperationModel,
  labels: Readonly<Record<string, string>>,
  request: WireRequest,
  refusals: Refusals,
): Record<string, unknown> {
  const shape = operation.input;
  const input = readBindings(shape, labels, request, refusals);
  const payload = payloadMemberOf(shape);
  const target = payload?.target ?? shape;
  if (payload !== undefined && target.kind === "stream") {
    setMember(input, payload.name, request.storedBody ?? request.body);
    return input;
  }
  if (request.body.length === 0) return input;
  if (target.kind !== "structure" && target.kind !== "union") {
    if (payload !== undefined) setMember(input, payload.name, payloadScalar(target.kind, request.body));
    return input;
  }
  if (payload === undefined && !shape.members.some(({ binding }) => binding.place === "body")) return input;
  const root = parseXml(decodeBody(request.body));
  if (root === undefined) throw malformedXml();
  const body = readXmlStructure(target, root, payload === undefined ? [] : [payload.name], refusals);
  if (payload === undefined) return { ...body, ...input };
  setMember(input, payload.name, body);
  return input;
}

export function writeRestXmlOutput(
  model: ServiceModel,
  operation: OperationModel,
  output: unknown,
  requestId: string,
): WireAnswer {
  const { headers, status } = writeBindings(operation.output, output);
  return {
    status: status ?? operation.http?.status ?? 200,
    headers: { "x-amzn-requestid": requestId, ...contentType(operation), ...headers },
    body: bodyOf(model, operation, output),
  };
}

function contentType(operation: OperationModel): Record<string, string> {
  const hasXml = operation.output.members.some(
    ({ binding, target }) =>
      binding.place === "body" || (binding.place === "payload" && target.kind === "structure"),
  );
  return hasXml ? { "content-type": "application/xml" } : {};
}

function bodyOf(model: ServiceModel, operation: OperationModel, output: unknown): WireAnswer["body"] {
  const shape = operation.output;
  const namespace = ` xmlns="${model.xmlNamespace}"`;
  const payload = payloadMemberOf(shape);
  if (payload !== undefined) {
    const value = isRecord(output) ? output[payload.name] : undefined;
    if (value === undefined || value === null) return "";
    const { target } = payload;
    if (target.kind !== "structure" && target.kind !== "union") return answerBody(value);
    return `${XML_DECLARATION}${writeXmlElement(payload.xmlName ?? target.xmlName, target, value, namespace)}`;
  }
  if (!shape.members.some(({ binding }) => binding.place === "body")) return "";
  return `${XML_DECLARATION}${writeXmlElement(shape.xmlName, shape, output ?? {}, namespace)}`;
}

function answerBody(value: unknown): WireAnswer["body"] {
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  if (isRecord(value)) {
    const { filePath, startByte, endByte } = value;
    if (typeof filePath === "string" && typeof startByte === "number" && typeof endByte === "number")
      return { filePath, startByte, endByte };
  }
  throw new TypeError("a payload must be text, bytes or a part of a file");
}

function payloadScalar(kind: string, body: Buffer): unknown {
  return kind === "string" ? body.toString("utf8") : body;
}

function decodeBody(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (error) {
    if (error instanceof TypeError) throw malformedXml();
    throw error;
  }
}

function malformedXml(): AwsError {
  return new AwsError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
}
