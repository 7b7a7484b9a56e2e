import { AwsError } from "../../kernel/AwsError.ts";
import { errorModelOf, errorStatus, faultOf } from "../errorStatus.ts";
import { UNIT, type OperationModel, type ServiceModel } from "../models/ServiceModel.ts";
import { parseQueryString } from "../parseQueryString.ts";
import type { Protocol } from "../Protocol.ts";
import { plainText } from "../scalars.ts";
import type { WireAnswer, WireRequest } from "../WireMessage.ts";
import { escapeXml } from "../xml/escapeXml.ts";
import { writeXmlMembers } from "../xml/writeXmlShape.ts";
import { growForm } from "./parseForm.ts";
import { readQueryStructure } from "./readQueryShape.ts";

/** Parameters of every call, which are no members of an input. */
export const COMMON_PARAMETERS: ReadonlySet<string> = new Set([
  "Action",
  "Version",
  "AWSAccessKeyId",
  "Signature",
  "SignatureMethod",
  "SignatureVersion",
  "Timestamp",
  "Expires",
  "SecurityToken",
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Date",
  "X-Amz-Expires",
  "X-Amz-Security-Token",
  "X-Amz-Signature",
  "X-Amz-SignedHeaders",
]);

/** The Query protocol of CloudFormation, IAM, STS and SNS: parameters in, XML out. */
export function createQueryProtocol(model: ServiceModel): Protocol {
  const xmlNamespace =
    model.xmlNamespace === "" ? `http://queue.amazonaws.com/doc/${model.version}/` : model.xmlNamespace;
  return {
    operationNameOf: actionOf,
    readInput: (operation, request, refusals) =>
      readQueryStructure(operation.input, growForm(parametersOf(request)), [], {
        isEc2: false,
        refusals,
        ignored: COMMON_PARAMETERS,
      }),
    writeOutput(operation, output, requestId) {
      const members = writeXmlMembers(operation.output, output);
      const name = operation.name;
      const result = operation.output === UNIT ? "" : `<${name}Result>${members}</${name}Result>`;
      return xmlAnswer(
        200,
        requestId,
        `<${name}Response xmlns="${xmlNamespace}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`,
      );
    },
    writeError(error, { requestId }) {
      const errorModel = errorModelOf(error, model);
      const status = errorStatus(error, errorModel);
      const code = errorModel?.queryCode ?? error.code;
      const members = Object.entries(error.members).map(
        ([name, value]) => `<${name}>${escapeXml(plainText(value))}</${name}>`,
      );
      return xmlAnswer(
        status,
        requestId,
        `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${faultOf(status)}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(error.message)}</Message>${members.join("")}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      );
    },
  };
}

/** EC2's dialect: flat lists, a lower-case request id, its own error document. */
export function createEc2Protocol(model: ServiceModel): Protocol {
  return {
    operationNameOf: actionOf,
    readInput: (operation, request, refusals) =>
      readQueryStructure(operation.input, growForm(parametersOf(request)), [], {
        isEc2: true,
        refusals,
        ignored: COMMON_PARAMETERS,
      }),
    writeOutput: (operation, output, requestId) => ec2Answer(model, operation, output, requestId),
    writeError(error, { requestId }) {
      const body = `<Response><Errors><Error><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`;
      return xmlAnswer(error.httpStatus, requestId, `${XML_DECLARATION}${body}`);
    },
  };
}

const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

function ec2Answer(
  model: ServiceModel,
  operation: OperationModel,
  output: unknown,
  requestId: string,
): WireAnswer {
  const members = writeXmlMembers(operation.output, output);
  // EC2 operations without an output of their own say that they succeeded.
  const content = operation.output.members.length === 0 ? "<return>true</return>" : members;
  const name = `${operation.name}Response`;
  return xmlAnswer(
    200,
    requestId,
    `${XML_DECLARATION}<${name} xmlns="${model.xmlNamespace}/"><requestId>${requestId}</requestId>${content}</${name}>`,
  );
}

function xmlAnswer(status: number, requestId: string, body: string): WireAnswer {
  return {
    status,
    headers: { "content-type": "text/xml;charset=UTF-8", "x-amzn-requestid": requestId },
    body,
  };
}

function actionOf(request: WireRequest): string {
  const [action] = parametersOf(request).get("Action") ?? [];
  if (action !== undefined && action !== "") return action;
  throw new AwsError("MissingAction", "The request is missing an action or a required parameter.");
}

const PARAMETERS = new WeakMap<WireRequest, ReadonlyMap<string, readonly string[]>>();

/** Parameters of the body, or of the query string for GET. */
function parametersOf(request: WireRequest): ReadonlyMap<string, readonly string[]> {
  const known = PARAMETERS.get(request);
  if (known !== undefined) return known;
  const parameters =
    request.body.length === 0 ? request.query : parseQueryString(request.body.toString("utf8"));
  if (parameters === undefined)
    throw new AwsError("MalformedQueryString", "The query string contains a syntax error.", {
      httpStatus: 404,
    });
  PARAMETERS.set(request, parameters);
  return parameters;
}
