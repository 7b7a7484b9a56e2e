import { Document, isMap, isNode, isPair, isScalar, isSeq, type Node } from "yaml";

/** A remark on one value of a YAML text. */
export interface YamlComment {
  readonly path: readonly (string | number)[];
  readonly text: string;
  /** Without one: beside a single value, above a mapping or a list. A text of several lines stands above or below. */
  readonly place?: "above" | "beside" | "below";
}

export interface CommentedText {
  readonly comments: readonly YamlComment[];
  /** Lines above the text. */
  readonly header: readonly string[];
  /** Lines below it. */
  readonly footer?: readonly string[];
}

/** Writes a value as YAML with its remarks; the same input gives the same text. */
export function commentedYaml(value: unknown, { comments, header, footer = [] }: CommentedText): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  for (const comment of comments) addComment(document.contents, comment);
  document.commentBefore = header.map((line) => ` ${oneLine(line)}`).join("\n");
  if (footer.length > 0) document.comment = footer.map((line) => ` ${oneLine(line)}`).join("\n");
  return document.toString({ lineWidth: 0 });
}

interface Place {
  /** What a remark above the value stands on. */
  readonly first: Node | undefined;
  readonly value: Node | undefined;
  readonly holder: Node | undefined;
}

function addComment(root: Node | null, comment: YamlComment): void {
  const { first, value, holder } = placeOf(root, comment.path);
  const { place = isScalar(value) ? "beside" : "above" } = comment;
  const lines = comment.text.split(/\r\n|[\r\n\u0085\u2028\u2029]/).map((line) => ` ${line}`);
  const [line = "", ...more] = lines;
  if (place === "below" && holder !== undefined) holder.comment = joined(holder.comment, lines);
  else if (place === "beside" && isScalar(value) && more.length === 0)
    value.comment = typeof value.comment === "string" ? `${value.comment};${line}` : line;
  else if (first !== undefined) first.commentBefore = joined(first.commentBefore, lines);
}

function placeOf(root: Node | null, path: readonly (string | number)[]): Place {
  let place: Place = { first: undefined, value: root ?? undefined, holder: undefined };
  for (const step of path) {
    const holder = place.value;
    if (!isMap(holder) && !isSeq(holder)) return { first: undefined, value: undefined, holder: undefined };
    const item: unknown = isSeq(holder)
      ? holder.items[Number(step)]
      : holder.items.find(({ key }) => isScalar(key) && key.value === step);
    const first: unknown = isPair(item) ? item.key : item;
    const value: unknown = isPair(item) ? item.value : item;
    place = { first: isNode(first) ? first : undefined, value: isNode(value) ? value : undefined, holder };
  }
  return place;
}

function joined(before: string | null | undefined, lines: readonly string[]): string {
  return [...(typeof before === "string" ? [before] : []), ...lines].join("\n");
}

/** A remark must not break out of its line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u0085\u2028\u2029]+/g, " ");
}
