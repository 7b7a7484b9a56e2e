import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type LineCounter, type Node } from "yaml";
import type { Position } from "../text/problem.ts";

/** Path of a value: keys and list indexes from the top. */
export type ValuePath = readonly PropertyKey[];

export interface SourceSpan {
  readonly position: Position;
  readonly length: number;
}

/** Where the values of a YAML text stand. */
export interface SourceMap {
  /** The value's place; that of its key when it has no text, and of the nearest parent when it is missing. */
  readonly valueAt: (path: ValuePath) => SourceSpan;
  /** The place of the key itself, for problems with the key. */
  readonly keyAt: (path: ValuePath) => SourceSpan;
}

export function createSourceMap(document: Document, lines: LineCounter): SourceMap {
  const spanOf = (range: readonly number[] | null | undefined): SourceSpan => {
    const [start = 0, end = start] = range ?? [];
    const { line, col } = lines.linePos(start);
    const nextLine = lines.lineStarts[line] ?? Number.POSITIVE_INFINITY;
    const length = Math.max(1, Math.min(end, nextLine - 1) - start);
    return { position: { line: Math.max(1, line), column: Math.max(1, col) }, length };
  };
  return {
    valueAt: (path) => {
      const { value, key } = locate(document, path);
      const isBlock = (isMap(value) || isSeq(value)) && value.flow !== true;
      const node = value === undefined || isBlock ? (key ?? value) : value;
      return spanOf(node?.range);
    },
    keyAt: (path) => {
      const { value, key } = locate(document, path);
      return spanOf((key ?? value)?.range);
    },
  };
}

interface Located {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

/** Walks as far along the path as the text goes. */
function locate(document: Document, path: ValuePath): Located {
  let found: Located = { key: undefined, value: document.contents ?? undefined };
  for (const step of path) {
    const next = childOf(document, found.value, step);
    if (next === undefined) return found;
    found = next;
  }
  return found;
}

function childOf(document: Document, node: Node | undefined, step: PropertyKey): Located | undefined {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (isSeq(target)) {
    const item = target.items[Number(step)];
    return isNode(item) ? { key: undefined, value: item } : undefined;
  }
  if (!isMap(target)) return undefined;
  for (const pair of target.items) {
    if (!isPair(pair) || !isScalar(pair.key) || String(pair.key.value) !== String(step)) continue;
    return { key: pair.key, value: isNode(pair.value) ? pair.value : undefined };
  }
  return undefined;
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}
