import type { OperationModel, ServiceModel } from "../models/ServiceModel.ts";
import type { WireRequest } from "../WireMessage.ts";
import {
  matchesQuery,
  matchPath,
  parseRoutePattern,
  specificityOf,
  type RoutePattern,
} from "./RoutePattern.ts";

export interface Route {
  readonly operation: OperationModel;
  readonly pattern: RoutePattern;
}

export interface MatchedRoute {
  readonly operation: OperationModel;
  readonly labels: Readonly<Record<string, string>>;
}

/** Finds the operation that a method, path and query string name. */
export type RouteTable = (
  request: Pick<WireRequest, "method" | "path" | "query">,
) => MatchedRoute | undefined;

export function createRouteTable(model: ServiceModel): RouteTable {
  const routesByMethod = groupRoutes(model);
  return ({ method, path, query }) => {
    for (const { operation, pattern } of routesByMethod.get(method) ?? []) {
      const labels =
        matchPath(pattern, path) ?? (path.endsWith("/") ? matchPath(pattern, path.slice(0, -1)) : undefined);
      if (labels !== undefined && matchesQuery(pattern, query)) return { operation, labels };
    }
    return undefined;
  };
}

/** Routes by method, the most specific first. */
function groupRoutes(model: ServiceModel): ReadonlyMap<string, readonly Route[]> {
  const groups = new Map<string, Route[]>();
  for (const operation of model.operations.values()) {
    if (operation.http === undefined) continue;
    const group = groups.get(operation.http.method) ?? [];
    group.push({ operation, pattern: parseRoutePattern(operation.http.uri) });
    groups.set(operation.http.method, group);
  }
  for (const group of groups.values())
    group.sort((left, right) => specificityOf(right.pattern) - specificityOf(left.pattern));
  return groups;
}
