import { createHash } from "node:crypto";
import { AwsError } from "../../kernel/AwsError.ts";
import { errorModelOf, errorStatus } from "../errorStatus.ts";
import type { OperationModel, ServiceModel } from "../models/ServiceModel.ts";
import type { Protocol } from "../Protocol.ts";
import { readRestXmlInput, writeRestXmlOutput, XML_DECLARATION } from "../rest/createRestXmlProtocol.ts";
import { plainText } from "../scalars.ts";
import { isRecord } from "../setMember.ts";
import type { WireAnswer, WireRequest } from "../WireMessage.ts";
import { escapeXml } from "../xml/escapeXml.ts";
import { createS3Routes } from "./createS3Routes.ts";
import { readS3Address, type S3Address } from "./S3Address.ts";

/** Operations whose input payload goes to a file instead of memory. */
export function streamsInput(operation: OperationModel): boolean {
  return operation.input.members.some(
    ({ binding, target }) => binding.place === "payload" && target.kind === "stream",
  );
}

/** S3: REST-XML with the bucket in the host or the path, and errors of its own. */
export function createS3Protocol(model: ServiceModel): Protocol {
  const routes = createS3Routes(model);
  return {
    operationNameOf(request) {
      const address = addressOf(request);
      const operation = routes(request, address);
      if (operation !== undefined) return operation.name;
      if (request.method === "OPTIONS") throw corsForbidden();
      return `${request.method} ${address.key === undefined ? "Bucket" : "Object"}`;
    },
    readInput: (operation, request, refusals) => {
      const { bucket, key } = addressOf(request);
      const labels = {
        ...(bucket === undefined ? {} : { Bucket: bucket }),
        ...(key === undefined ? {} : { Key: key }),
      };
      return readRestXmlInput(operation, labels, withHoistedHeaders(request), refusals);
    },
    writeOutput: (operation, output, requestId) => writeS3Output(model, operation, output, requestId),
    writeError(error, { requestId, method, resource }) {
      const status = errorStatus(error, errorModelOf(error, model));
      const headers = { ...idHeaders(requestId), ...headersOf(error, status) };
      if (method === "HEAD" || status === 304) return { status, headers, body: "" };
      const members = Object.entries({ ...error.members, Resource: error.members["Resource"] ?? resource })
        .filter(([name]) => !isHeader(name))
        .map(([name, value]) => `<${name}>${escapeXml(plainText(value))}</${name}>`)
        .join("");
      const body = `${XML_DECLARATION}<Error><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>${members}<RequestId>${headers["x-amz-request-id"]}</RequestId><HostId>${headers["x-amz-id-2"]}</HostId></Error>`;
      return { status, headers: { ...headers, "content-type": "application/xml" }, body };
    },
  };
}

/** What an error says in headers, also where it has no body: a bucket's region, a version, the tag of what is unmodified. */
function headersOf({ members }: AwsError, status: number): Record<string, string> {
  const found = Object.entries(members).filter(
    ([name]) => isHeader(name) || (status === 304 && name === "ETag"),
  );
  return Object.fromEntries(found.map(([name, value]) => [name.toLowerCase(), plainText(value)]));
}

function isHeader(member: string): boolean {
  return member.startsWith("x-amz-");
}

function addressOf(request: WireRequest): S3Address {
  return readS3Address((request.headers["host"] ?? "").replace(/:\d+$/, ""), request.path);
}

/** Pre-signed URLs carry in the query string what would be an `x-amz-` header. */
function withHoistedHeaders(request: WireRequest): WireRequest {
  const hoisted: Record<string, string> = {};
  for (const [name, [value]] of request.query) {
    const lowerCase = name.toLowerCase();
    if (lowerCase.startsWith("x-amz-") && value !== undefined) hoisted[lowerCase] = value;
  }
  return { ...request, headers: { ...hoisted, ...request.headers } };
}

function writeS3Output(
  model: ServiceModel,
  operation: OperationModel,
  output: unknown,
  requestId: string,
): WireAnswer {
  const answer = writeRestXmlOutput(model, operation, output, requestId);
  const { "x-amzn-requestid": _, ...headers } = answer.headers;
  const isPartial = isRecord(output) && output["ContentRange"] !== undefined;
  return {
    status: isPartial && answer.status === 200 ? 206 : answer.status,
    headers: { ...idHeaders(requestId), ...headers },
    body: operation.name === "GetBucketLocation" ? locationBody(model, output) : answer.body,
  };
}

/** The one answer whose only member is its root element. */
function locationBody(model: ServiceModel, output: unknown): string {
  const location = isRecord(output) ? output["LocationConstraint"] : undefined;
  const namespace = `xmlns="${model.xmlNamespace}"`;
  return typeof location === "string" && location !== ""
    ? `${XML_DECLARATION}<LocationConstraint ${namespace}>${escapeXml(location)}</LocationConstraint>`
    : `${XML_DECLARATION}<LocationConstraint ${namespace}/>`;
}

/** S3 has a short id of the request and a long one of the host. */
function idHeaders(requestId: string): Record<"x-amz-request-id" | "x-amz-id-2" | "server", string> {
  return {
    "x-amz-request-id": requestId.replaceAll("-", "").slice(0, 16).toUpperCase(),
    "x-amz-id-2": createHash("sha512").update(requestId).digest("base64").slice(0, 76),
    server: "AmazonS3",
  };
}

function corsForbidden(): AwsError {
  return new AwsError("AccessForbidden", "CORSResponse: CORS is not enabled for this bucket.", {
    httpStatus: 403,
  });
}
