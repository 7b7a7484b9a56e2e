import { Document, isMap, isNode, isPair, isScalar, isSeq, type Node } from "yaml";

/** A remark on one value of a YAML text. */
export interface YamlComment {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

export interface CommentedText {
  readonly comments: readonly YamlComment[];
  /** Lines above the text. */
  readonly header: readonly string[];
  /** Lines below it. */
  readonly footer?: readonly string[];
}

/** Writes a value as YAML with a remark behind each commented value; the same input gives the same text. */
export function commentedYaml(value: unknown, { comments, header, footer = [] }: CommentedText): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  for (const { path, text } of comments) addComment(document.contents, path, ` ${oneLine(text)}`);
  document.commentBefore = header.map((line) => ` ${oneLine(line)}`).join("\n");
  if (footer.length > 0) document.comment = footer.map((line) => ` ${oneLine(line)}`).join("\n");
  return document.toString({ lineWidth: 0 });
}

function addComment(root: Node | null, path: readonly (string | number)[], text: string): void {
  let node: Node | undefined = root ?? undefined;
  let key: Node | undefined;
  for (const step of path) {
    if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      node = isNode(item) ? item : undefined;
      continue;
    }
    if (!isMap(node)) return;
    const pair: unknown = node.items.find((item) => isScalar(item.key) && item.key.value === step);
    if (!isPair(pair)) return;
    key = isNode(pair.key) ? pair.key : undefined;
    node = isNode(pair.value) ? pair.value : undefined;
  }
  if (isScalar(node)) node.comment = text;
  else if (key !== undefined) key.commentBefore = text;
}

/** A remark must not break out of its line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u0085\u2028\u2029]+/g, " ");
}
