import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

import { ConfigDateValue, type ConfigMap, type ConfigValue } from "./configValue.ts";
import { isRealDate, resolvePlainScalar } from "./resolveScalar.ts";

/** A text that the YAML library can read, but the official command refuses. */
export class TextRefusal extends Error {
  readonly offset: number;
  readonly length: number;

  constructor(message: string, node: ParsedNode) {
    super(message);
    this.name = "TextRefusal";
    this.offset = node.range[0];
    this.length = Math.max(1, node.range[1] - node.range[0]);
  }
}

export interface ComposedValue {
  readonly value: ConfigValue;
  readonly anchors: ReadonlyMap<string, ParsedNode>;
}

const TAG_PREFIX = "tag:yaml.org,2002:";

/**
 * Plain data of a parsed document. An alias shares the value of its anchor, so a text whose aliases multiply
 * stays as small as it is.
 * @throws {TextRefusal} for duplicate keys and anchors, keys that are lists or maps, merge keys, unknown tags.
 */
export function composeValue(contents: ParsedNode | null): ComposedValue {
  const state: ComposeState = { anchors: new Map(), values: new Map() };
  return { value: compose(contents, state), anchors: state.anchors };
}

interface ComposeState {
  readonly anchors: Map<string, ParsedNode>;
  readonly values: Map<string, ConfigValue>;
}

function compose(node: ParsedNode | null, state: ComposeState): ConfigValue {
  if (node === null) return null;
  if (isAlias(node)) {
    const value = state.values.get(node.source);
    if (value === undefined)
      throw new TextRefusal(`The alias *${node.source} has no anchor before it.`, node);
    return value;
  }
  if (isMap<ParsedNode, ParsedNode | null>(node)) return composeMap(node, state);
  if (isSeq<ParsedNode>(node)) return composeList(node, state);
  const value = composeScalar(node);
  remember(node, value, state);
  return value;
}

type AnchoredNode = ParsedNode & { readonly anchor?: string };

function remember(node: AnchoredNode, value: ConfigValue, state: ComposeState): void {
  if (node.anchor === undefined) return;
  if (state.anchors.has(node.anchor))
    throw new TextRefusal(`The anchor &${node.anchor} is defined twice.`, node);
  state.anchors.set(node.anchor, node);
  state.values.set(node.anchor, value);
}

function composeMap(node: YAMLMap.Parsed, state: ComposeState): ConfigMap {
  refuseTag(node, "map");
  const map: { [key: string]: ConfigValue } = Object.create(null);
  remember(node, map, state);
  for (const pair of node.items) {
    if (!isScalar(pair.key) && !isAlias(pair.key))
      throw new TextRefusal("A key must be a text, not a list or a map.", pair.key);
    const key = keyText(compose(pair.key, state));
    if (Object.hasOwn(map, key))
      throw new TextRefusal(`The key ${key} is written twice in the same section.`, pair.key);
    map[key] = compose(pair.value, state);
  }
  return map;
}

function composeList(node: YAMLSeq.Parsed, state: ComposeState): readonly ConfigValue[] {
  refuseTag(node, "seq");
  const list: ConfigValue[] = [];
  remember(node, list, state);
  for (const item of node.items) list.push(compose(item, state));
  return list;
}

function composeScalar(node: Scalar.Parsed): ConfigValue {
  const text = typeof node.value === "string" ? node.value : "";
  if (node.tag !== undefined) return composeTagged(node, text);
  if (node.type !== "PLAIN") return text;
  const value = resolvePlainScalar(text);
  if (value === undefined)
    throw new TextRefusal(
      `The plain text ${text} has no meaning here: merge keys and value keys are refused.`,
      node,
    );
  if (value instanceof ConfigDateValue && !isRealDate(value))
    throw new TextRefusal(`${text} looks like a date, but there is no such day. Put it in quotes.`, node);
  return value;
}

/** The standard tags say how a text is read; any other tag is refused, as it would run code in some programs. */
function composeTagged(node: Scalar.Parsed, text: string): ConfigValue {
  const tag = node.tag ?? "";
  const value = readTagged(tag.startsWith(TAG_PREFIX) ? tag.slice(TAG_PREFIX.length) : tag, text);
  if (value === undefined)
    throw new TextRefusal(`The tag ${tag} is not known, or does not fit the value ${text}.`, node);
  return value;
}

function readTagged(name: string, text: string): ConfigValue | undefined {
  const resolved = resolvePlainScalar(text);
  switch (name) {
    case "!":
    case "str":
    case "binary":
      return text;
    case "null":
      return null;
    case "bool":
      return typeof resolved === "boolean" ? resolved : undefined;
    case "int":
      return typeof resolved === "number" ? Math.trunc(resolved) : undefined;
    case "float":
      return typeof resolved === "number" ? resolved : undefined;
    case "timestamp":
      return resolved instanceof ConfigDateValue && isRealDate(resolved) ? resolved : undefined;
    default:
      return undefined;
  }
}

function refuseTag(node: ParsedNode, kind: "map" | "seq"): void {
  const tag = node.tag;
  if (tag === undefined || tag === "!" || tag === `${TAG_PREFIX}${kind}`) return;
  throw new TextRefusal(`The tag ${tag} is not known.`, node);
}

/** Keys that YAML reads as other than text are named as the official messages name them. */
function keyText(key: ConfigValue): string {
  if (key === null) return "None";
  if (typeof key === "boolean") return key ? "True" : "False";
  if (key instanceof ConfigDateValue) return key.text;
  return typeof key === "string" || typeof key === "number" ? String(key) : "";
}
