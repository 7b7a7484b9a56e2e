import type { OperationModel, ServiceModel } from "../models/ServiceModel.ts";
import { matchesQuery, parseRoutePattern, type RoutePattern } from "../rest/RoutePattern.ts";
import type { WireRequest } from "../WireMessage.ts";
import type { S3Address } from "./S3Address.ts";

interface S3Route {
  readonly operation: OperationModel;
  readonly pattern: RoutePattern;
  /** What the URI says with `x-id=`: only the JavaScript SDK sends it. */
  readonly hasBucket: boolean;
  readonly hasKey: boolean;
}

export type S3Routes = (request: WireRequest, address: S3Address) => OperationModel | undefined;

/**
 * S3's operations share methods and paths: what tells them apart are the literal parameters of the query string
 * and the required members in query string and headers (`CopyObject` has a source, `PutObject` has none).
 */
export function createS3Routes(model: ServiceModel): S3Routes {
  const routes = [...model.operations.values()].flatMap((operation) => routeOf(operation));
  return (request, address) => {
    let best: OperationModel | undefined;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const route of routes) {
      if (route.operation.http?.method !== request.method) continue;
      if (route.hasBucket !== (address.bucket !== undefined)) continue;
      if (route.hasKey !== (address.key !== undefined)) continue;
      const score = scoreOf(route, request);
      if (score === undefined || score <= bestScore) continue;
      best = route.operation;
      bestScore = score;
    }
    return best;
  };
}

function routeOf(operation: OperationModel): S3Route[] {
  if (operation.http === undefined || operation.name === "WriteGetObjectResponse") return [];
  const pattern = parseRoutePattern(operation.http.uri);
  return [
    {
      operation,
      pattern,
      hasBucket: operation.input.membersByName.get("Bucket")?.binding.place === "label",
      hasKey: pattern.segments.some(({ kind }) => kind === "greedy"),
    },
  ];
}

/** Undefined when the request cannot be of this operation. */
function scoreOf({ operation, pattern }: S3Route, request: WireRequest): number | undefined {
  if (!matchesQuery(pattern, request.query)) return undefined;
  let present = 0;
  let absent = 0;
  for (const { binding, required } of operation.input.members) {
    if (!required || (binding.place !== "query" && binding.place !== "header")) continue;
    const isPresent =
      binding.place === "query"
        ? request.query.has(binding.name)
        : request.headers[binding.name] !== undefined;
    if (isPresent) present += 1;
    else absent += 1;
  }
  if (absent > 0 && pattern.query.length === 0) return undefined;
  const [named] = request.query.get("x-id") ?? [];
  return pattern.query.length * 20 + present * 2 - absent * 5 + (named === operation.name ? 1 : 0);
}
