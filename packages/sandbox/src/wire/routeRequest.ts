import type { ModelCatalogue } from "./models/createModelCatalogue.ts";
import type { ProtocolName, ServiceModel } from "./models/ServiceModel.ts";
import { parseQueryString } from "./parseQueryString.ts";
import { readCredentials } from "./readCredentials.ts";
import type { WireRequest } from "./WireMessage.ts";

export interface RoutedRequest {
  readonly model: ServiceModel;
  readonly region: string;
  /** Undefined when the request is not signed. */
  readonly accessKeyId: string | undefined;
}

const FALLBACK_REGION = "us-east-1";

/**
 * Finds the service of a request: by its credential scope, then `X-Amz-Target`, then `Action` and `Version`,
 * else it is S3. A service that the sandbox does not have is answered in the protocol that its client speaks.
 */
export function routeRequest(request: WireRequest, catalogue: ModelCatalogue): RoutedRequest {
  const credentials = readCredentials(request.headers, request.query);
  const region = credentials?.scope?.region ?? FALLBACK_REGION;
  const accessKeyId = credentials?.accessKeyId;
  const service = credentials?.scope?.service;
  const model =
    service === undefined
      ? serviceOf(request, catalogue)
      : (catalogue.get(service) ?? foreignService(service, request));
  return { model, region, accessKeyId };
}

/** True when only the body can tell the service of a request. */
export function needsBodyToRoute(request: WireRequest): boolean {
  return (
    request.method === "POST" &&
    isForm(request) &&
    readCredentials(request.headers, request.query)?.scope === undefined
  );
}

function serviceOf(request: WireRequest, catalogue: ModelCatalogue): ServiceModel {
  const target = request.headers["x-amz-target"];
  if (target !== undefined) {
    const prefix = target.slice(0, Math.max(0, target.lastIndexOf(".")));
    return catalogue.byTargetPrefix(prefix) ?? foreignService(prefix, request);
  }
  const parameters = isForm(request)
    ? (parseQueryString(request.body.toString("utf8")) ?? request.query)
    : request.query;
  const [version] = parameters.get("Version") ?? [];
  if (version !== undefined && parameters.has("Action"))
    return catalogue.byQueryVersion(version) ?? foreignService("unknown", request);
  return catalogue.get("s3") ?? foreignService("s3", request);
}

function foreignService(name: string, request: WireRequest): ServiceModel {
  return {
    name,
    protocol: guessProtocol(request),
    version: "",
    xmlNamespace: "",
    targetPrefix: (request.headers["x-amz-target"] ?? "").split(".").slice(0, -1).join("."),
    queryCompatible: false,
    operations: new Map(),
    errors: new Map(),
  };
}

function guessProtocol(request: WireRequest): ProtocolName {
  if (request.headers["x-amz-target"] !== undefined) return "awsJson1_1";
  return isForm(request) || request.query.has("Action") ? "awsQuery" : "restJson1";
}

function isForm({ headers }: WireRequest): boolean {
  return (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
}
