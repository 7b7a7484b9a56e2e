import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Document,
  type LineCounter,
  type Node,
  type YAMLMap,
} from "yaml";
import type { Position } from "../text/problem.ts";
import type { YamlComment } from "./commentedYaml.ts";
import { readComments } from "./readComments.ts";

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
  /** The text's own remarks below a value, with paths that begin there. */
  readonly commentsAt: (path: ValuePath) => readonly YamlComment[];
}

export function createSourceMap(document: Document, lines: LineCounter): SourceMap {
  const index = createIndex();
  const spanOf = (range: readonly number[] | null | undefined): SourceSpan => {
    const [start = 0, end = start] = range ?? [];
    const { line, col } = lines.linePos(start);
    const nextLine = lines.lineStarts[line] ?? Number.POSITIVE_INFINITY;
    const length = Math.max(1, Math.min(end, nextLine - 1) - start);
    return { position: { line: Math.max(1, line), column: Math.max(1, col) }, length };
  };
  return {
    valueAt: (path) => {
      const { value, key } = locate(document, path, index);
      const isBlock = (isMap(value) || isSeq(value)) && value.flow !== true;
      const node = value === undefined || isBlock ? (key ?? value) : value;
      return spanOf(node?.range);
    },
    keyAt: (path) => {
      const { value, key } = locate(document, path, index);
      return spanOf((key ?? value)?.range);
    },
    commentsAt: (path) => readComments(locate(document, path, index).value),
  };
}

interface Located {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

/** Walks as far along the path as the text goes. */
function locate(document: Document, path: ValuePath, index: PairIndex): Located {
  let found: Located = { key: undefined, value: document.contents ?? undefined };
  for (const step of path) {
    const next = childOf(document, { node: found.value, step, index });
    if (next === undefined) return found;
    found = next;
  }
  return found;
}

interface ChildQuery {
  readonly node: Node | undefined;
  readonly step: PropertyKey;
  readonly index: PairIndex;
}

function childOf(document: Document, { node, step, index }: ChildQuery): Located | undefined {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (isSeq(target)) {
    const item = target.items[Number(step)];
    return isNode(item) ? { key: undefined, value: item } : undefined;
  }
  return isMap(target) ? index(target).get(String(step)) : undefined;
}

/** Keys and values of a mapping by name, made once for each mapping that is asked for. */
type PairIndex = (map: YAMLMap) => ReadonlyMap<string, Located>;

function createIndex(): PairIndex {
  const known = new WeakMap<YAMLMap, ReadonlyMap<string, Located>>();
  return (map) => {
    const found = known.get(map) ?? pairsOf(map);
    known.set(map, found);
    return found;
  };
}

function pairsOf(map: YAMLMap): ReadonlyMap<string, Located> {
  const pairs = new Map<string, Located>();
  for (const { key, value } of map.items) {
    if (isScalar(key)) pairs.set(String(key.value), { key, value: isNode(value) ? value : undefined });
  }
  return pairs;
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}
