import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Pair,
  type ParsedNode,
} from "yaml";
import type { AwsError } from "../../kernel/AwsError.ts";
import type { Json, JsonObject } from "../../kernel/json.ts";
import { validationError } from "../validationError.ts";

/** Functions that have a short form: `!Sub` stands for `Fn::Sub`. */
const SHORT_FORMS = new Set([
  "And",
  "Base64",
  "Cidr",
  "Contains",
  "EachMemberEquals",
  "EachMemberIn",
  "Equals",
  "FindInMap",
  "GetAZs",
  "GetAtt",
  "If",
  "ImportValue",
  "Join",
  "Length",
  "Not",
  "Or",
  "Select",
  "Split",
  "Sub",
  "ToJsonString",
  "Transform",
]);

/** Tags of YAML itself that CloudFormation takes. */
const CORE_TAG = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;

/** @throws {AwsError} `ValidationError` with line and column, or for aliases, which CloudFormation does not take. */
export function readYaml(text: string): Json {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    // Whatever a %YAML line says: dates and merges are none of CloudFormation's.
    schema: "core",
    prettyErrors: false,
    strict: true,
    uniqueKeys: true,
    logLevel: "silent",
  });
  const reader: Reader = {
    broken(offset) {
      const { line, col } = lines.linePos(offset);
      return validationError(
        `Template format error: YAML not well-formed. (line ${line}, column ${Math.max(1, col)})`,
      );
    },
  };
  const first = document.errors[0];
  if (first !== undefined) throw reader.broken(first.pos[0]);
  return document.contents === null ? null : nodeValue(document.contents, reader);
}

interface Reader {
  broken(offset: number): AwsError;
}

function nodeValue(node: ParsedNode | null, reader: Reader): Json {
  if (node === null) return null;
  if (isAlias(node))
    throw validationError("Template error: YAML aliases are not allowed in CloudFormation templates");
  const value = plainValue(node, reader);
  const tag = node.tag;
  if (tag === undefined || CORE_TAG.test(tag)) return value;
  return shortForm(tag, value) ?? raise(reader.broken(node.range[0]));
}

function plainValue(node: ParsedNode, reader: Reader): Json {
  if (isMap(node)) return mapValue(node.items, reader);
  if (isSeq(node)) return node.items.map((item) => nodeValue(item, reader));
  if (!isScalar(node)) throw reader.broken(0);
  const { value, source } = node;
  if (typeof value === "number" || typeof value === "bigint")
    // A number that does not keep its spelling (1.10, 007) is a text to CloudFormation.
    return typeof value === "number" && String(value) === source ? value : (source ?? String(value));
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}

function mapValue(pairs: readonly Pair<ParsedNode, ParsedNode | null>[], reader: Reader): JsonObject {
  return Object.fromEntries(
    pairs.map(({ key, value }) => {
      if (!isScalar(key) || key.source === "<<") throw reader.broken(key.range[0]);
      return [key.source ?? String(key.value), nodeValue(value, reader)];
    }),
  );
}

/** Undefined for a tag that is no function's. */
function shortForm(tag: string, value: Json): JsonObject | undefined {
  const name = tag.slice(1);
  if (name === "Ref" || name === "Condition") return { [name]: value };
  if (!SHORT_FORMS.has(name)) return undefined;
  if (name === "GetAtt" && typeof value === "string") return { "Fn::GetAtt": attributePath(value) };
  return { [`Fn::${name}`]: value };
}

/** `Stack.Outputs.Id` names the attribute `Outputs.Id` of `Stack`. */
function attributePath(dotted: string): Json {
  const dot = dotted.indexOf(".");
  return dot < 0 ? [dotted] : [dotted.slice(0, dot), dotted.slice(dot + 1)];
}

function raise(error: AwsError): never {
  throw error;
}
