import { decodePercent } from "../parseQueryString.ts";
import type { QueryParameters } from "../WireMessage.ts";

/** The URI of an operation, taken apart: `/2013-04-01/hostedzone/{Id}?type=A`. */
export interface RoutePattern {
  readonly segments: readonly Segment[];
  /** Query parameters that the operation always has; `undefined` matches any value. */
  readonly query: readonly (readonly [name: string, value: string | undefined])[];
}

type Segment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "label"; readonly name: string }
  /** Takes the rest of the path, slashes included. */
  | { readonly kind: "greedy"; readonly name: string };

export function parseRoutePattern(uri: string): RoutePattern {
  const [path = "", queryText = ""] = uri.split("?");
  const segments = path.split("/").slice(1).map(parseSegment);
  const query = queryText
    .split("&")
    .filter((pair) => pair !== "" && !pair.startsWith("x-id="))
    .map((pair): readonly [string, string | undefined] => {
      const [name = "", value] = pair.split("=");
      return [name, value];
    });
  return { segments, query };
}

/**
 * The labels of a path, percent escapes undone.
 * @param path - as sent, with its leading slash.
 * @returns undefined when the path is not of the pattern.
 */
export function matchPath(pattern: RoutePattern, path: string): Record<string, string> | undefined {
  const parts = path.slice(1).split("/");
  const labels: Record<string, string> = {};
  for (const [index, segment] of pattern.segments.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    if (segment.kind === "literal") {
      if (part !== segment.text) return undefined;
      continue;
    }
    const text = decodePercent(segment.kind === "greedy" ? parts.slice(index).join("/") : part);
    if (text === undefined || text === "") return undefined;
    labels[segment.name] = text;
    if (segment.kind === "greedy") return labels;
  }
  return parts.length === pattern.segments.length ? labels : undefined;
}

export function matchesQuery(pattern: RoutePattern, query: QueryParameters): boolean {
  return pattern.query.every(([name, value]) => {
    const values = query.get(name);
    return values !== undefined && (value === undefined || values.includes(value));
  });
}

/** More literal parts win: `/functions/{Name}/code` before `/functions/{Name}`. */
export function specificityOf(pattern: RoutePattern): number {
  const literals = pattern.segments.filter(({ kind }) => kind === "literal").length;
  return literals + pattern.query.length;
}

function parseSegment(text: string): Segment {
  if (!text.startsWith("{")) return { kind: "literal", text };
  const name = text.slice(1, -1);
  return name.endsWith("+") ? { kind: "greedy", name: name.slice(0, -1) } : { kind: "label", name };
}
