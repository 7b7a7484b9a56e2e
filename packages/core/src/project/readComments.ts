import { isMap, isNode, isPair, isScalar, isSeq, type Node } from "yaml";
import type { YamlComment } from "./commentedYaml.ts";

/**
 * The remarks that stand on the values of a YAML text, each with the path of its value. A remark above a mapping or a
 * list belongs to its first item, one below to its last. Aliases have none of their own.
 */
export function readComments(node: Node | undefined): readonly YamlComment[] {
  return [...commentsIn(node, [])];
}

type Path = readonly (string | number)[];

/** @param aboveIsTold - an item of a list is its own first node: what stands above it has been told. */
function* commentsIn(node: Node | undefined, path: Path, aboveIsTold = false): Generator<YamlComment> {
  if (isScalar(node)) yield* remark("beside", path, node.comment);
  if (!isMap(node) && !isSeq(node)) return;
  let above = aboveIsTold ? undefined : node.commentBefore;
  let last = path;
  for (const [index, item] of node.items.entries()) {
    const first: unknown = isPair(item) ? item.key : item;
    const value: unknown = isPair(item) ? item.value : item;
    const step = isPair(item) ? keyOf(item.key) : index;
    if (step === undefined) continue;
    last = [...path, step];
    yield* remark("above", last, joined(above, isNode(first) ? first.commentBefore : undefined));
    above = undefined;
    if (isNode(value)) yield* commentsIn(value, last, !isPair(item));
  }
  yield* remark("below", last, node.comment);
}

function* remark(
  place: NonNullable<YamlComment["place"]>,
  path: Path,
  text: string | null | undefined,
): Generator<YamlComment> {
  if (text === null || text === undefined || path.length === 0) return;
  const lines = text.split("\n").map((line) => line.replace(/^ /, ""));
  yield { path, place, text: lines.join("\n") };
}

function keyOf(key: unknown): string | undefined {
  return isScalar(key) && key.value !== "<<" ? String(key.value) : undefined;
}

function joined(...texts: readonly (string | null | undefined)[]): string | undefined {
  const found = texts.filter((text) => text !== null && text !== undefined);
  return found.length === 0 ? undefined : found.join("\n");
}
