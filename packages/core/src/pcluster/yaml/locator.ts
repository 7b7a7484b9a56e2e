import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from "yaml";

import type { Position } from "../../text/problem.ts";
import type { ConfigPath, PathElement } from "./configValue.ts";

/** Where a problem stands: the key of a path, or its value. */
export type PathPart = "key" | "value";

export interface Span {
  readonly position: Position;
  readonly length: number;
}

/** Finds a path in the text; a path that is not there is answered by its nearest parent. */
export type Locator = (path: ConfigPath, part: PathPart) => Span;

export function createLocator(
  text: string,
  contents: ParsedNode | null,
  anchors: ReadonlyMap<string, ParsedNode>,
): Locator {
  return (path, part) => {
    let node: ParsedNode | null = contents;
    let range: readonly [number, number] = [0, 1];
    for (const [index, element] of path.entries()) {
      const step = stepInto(followAlias(node, anchors), element);
      if (step === undefined) break;
      const last = index === path.length - 1;
      node = step.value;
      if (step.key !== undefined && !(last && part === "value" && isOnOneLine(text, step.value)))
        range = rangeOf(step.key);
      else if (step.value !== null) range = rangeOf(step.value);
    }
    return spanAt(text, range[0], range[1]);
  };
}

/** Line and column of an offset, and the length of the range within its line. */
export function spanAt(text: string, start: number, end: number): Span {
  // A negative index would find a line break at the very start.
  const lineStart = start === 0 ? 0 : text.lastIndexOf("\n", start - 1) + 1;
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < lineStart; at = text.indexOf("\n", at + 1)) line += 1;
  const lineEnd = text.indexOf("\n", start);
  const stop = lineEnd === -1 ? end : Math.min(end, lineEnd);
  return { position: { line, column: start - lineStart + 1 }, length: Math.max(1, stop - start) };
}

interface Step {
  readonly key: ParsedNode | undefined;
  readonly value: ParsedNode | null;
}

function stepInto(node: ParsedNode | null, element: PathElement): Step | undefined {
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    for (const pair of node.items)
      if (isScalar(pair.key) && String(pair.key.value) === String(element))
        return { key: pair.key, value: pair.value };
    return undefined;
  }
  if (!isSeq<ParsedNode>(node) || typeof element !== "number") return undefined;
  const value = node.items[element];
  return value === undefined ? undefined : { key: undefined, value };
}

function followAlias(node: ParsedNode | null, anchors: ReadonlyMap<string, ParsedNode>): ParsedNode | null {
  return isAlias(node) ? (anchors.get(node.source) ?? null) : node;
}

function rangeOf(node: ParsedNode): readonly [number, number] {
  return [node.range[0], Math.max(node.range[0] + 1, node.range[1])];
}

/** Problems with a value that fits on its line point at it; with a longer one, at its key. */
function isOnOneLine(text: string, value: ParsedNode | null): boolean {
  return (
    value !== null &&
    value.range[1] > value.range[0] &&
    !text.slice(value.range[0], value.range[1]).includes("\n")
  );
}
