import { validationError } from "../dynamodbErrors.ts";
import { compareValues, sameValue, setElements } from "../values/compareValues.ts";
import { typeOf, type StoredItem, type StoredValue } from "../values/StoredValue.ts";
import { valueAt, type DocumentPath } from "./documentPath.ts";
import type { ExpressionReader } from "./ExpressionReader.ts";

/** Says whether an item fulfils the condition; an item that does not exist is empty. */
export type ItemCondition = (item: StoredItem) => boolean;

/** Gives the value of an operand for an item; undefined when the item has no such attribute. */
type Operand = (item: StoredItem) => StoredValue | undefined;

const COMPARISONS = ["=", "<>", "<=", ">=", "<", ">"];

/** Reads a condition or filter expression. */
export function parseCondition(reader: ExpressionReader): ItemCondition {
  const condition = parseEither(reader);
  reader.expectEnd();
  return condition;
}

function parseEither(reader: ExpressionReader): ItemCondition {
  const left = parseBoth(reader);
  if (!reader.acceptWord("OR")) return left;
  const right = parseEither(reader);
  return (item) => left(item) || right(item);
}

function parseBoth(reader: ExpressionReader): ItemCondition {
  const left = parseNot(reader);
  if (!reader.acceptWord("AND")) return left;
  const right = parseBoth(reader);
  return (item) => left(item) && right(item);
}

function parseNot(reader: ExpressionReader): ItemCondition {
  if (!reader.acceptWord("NOT")) return parseSingle(reader);
  const inner = parseNot(reader);
  return (item) => !inner(item);
}

function parseSingle(reader: ExpressionReader): ItemCondition {
  if (reader.acceptMark("(")) {
    const inner = parseEither(reader);
    reader.expectMark(")");
    return inner;
  }
  const ahead = reader.peek();
  const isSize = ahead?.kind === "name" && ahead.text === "size" && reader.peek(1)?.text === "(";
  const name = isSize ? undefined : reader.acceptFunction();
  return name === undefined ? parseComparison(reader) : parseFunction(reader, name);
}

function parseComparison(reader: ExpressionReader): ItemCondition {
  const left = parseOperand(reader);
  if (reader.acceptWord("BETWEEN")) {
    const low = parseOperand(reader);
    if (!reader.acceptWord("AND")) throw reader.unexpected();
    const high = parseOperand(reader);
    return (item) => compared(left(item), ">=", low(item)) && compared(left(item), "<=", high(item));
  }
  if (reader.acceptWord("IN")) {
    const choices = parseList(reader);
    return (item) => choices.some((choice) => compared(left(item), "=", choice(item)));
  }
  const operator = COMPARISONS.find((mark) => reader.acceptMark(mark));
  if (operator === undefined) throw reader.unexpected();
  const right = parseOperand(reader);
  return (item) => compared(left(item), operator, right(item));
}

function parseList(reader: ExpressionReader): Operand[] {
  reader.expectMark("(");
  const operands = [parseOperand(reader)];
  while (reader.acceptMark(",")) operands.push(parseOperand(reader));
  reader.expectMark(")");
  return operands;
}

function parseOperand(reader: ExpressionReader): Operand {
  const value = reader.value();
  if (value !== undefined) return () => value;
  const name = reader.acceptFunction();
  if (name === undefined) {
    const path = reader.path();
    return (item) => valueAt(item, path);
  }
  if (name !== "size") throw invalidFunction(reader, name);
  const path = reader.path();
  reader.expectMark(")");
  return (item) => sizeOf(valueAt(item, path));
}

function parseFunction(reader: ExpressionReader, name: string): ItemCondition {
  if (
    !["attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains"].includes(name)
  )
    throw invalidFunction(reader, name);
  const path = reader.path();
  const condition = functionCondition(reader, name, path);
  reader.expectMark(")");
  return condition;
}

function functionCondition(reader: ExpressionReader, name: string, path: DocumentPath): ItemCondition {
  if (name === "attribute_exists") return (item) => valueAt(item, path) !== undefined;
  if (name === "attribute_not_exists") return (item) => valueAt(item, path) === undefined;
  reader.expectMark(",");
  const operand = parseOperand(reader);
  return (item) => {
    const [value, other] = [valueAt(item, path), operand(item)];
    if (value === undefined || other === undefined) return false;
    if (name === "attribute_type") return "S" in other && typeOf(value) === other.S;
    return name === "begins_with" ? beginsWith(value, other) : contains(value, other);
  };
}

function compared(left: StoredValue | undefined, operator: string, right: StoredValue | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (operator === "=") return sameValue(left, right);
  if (operator === "<>") return !sameValue(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

export function beginsWith(value: StoredValue, start: StoredValue): boolean {
  if ("S" in value && "S" in start) return value.S.startsWith(start.S);
  if (!("B" in value && "B" in start)) return false;
  const prefix = Buffer.from(start.B, "base64");
  return Buffer.from(value.B, "base64").subarray(0, prefix.length).equals(prefix);
}

function contains(value: StoredValue, part: StoredValue): boolean {
  if ("S" in value) return "S" in part && value.S.includes(part.S);
  if ("L" in value) return value.L.some((element) => sameValue(element, part));
  const elements = setElements(value);
  const [text] = Object.values(part);
  return (
    elements !== undefined &&
    typeof text === "string" &&
    typeOf(value) === `${typeOf(part)}S` &&
    elements.includes(text)
  );
}

function sizeOf(value: StoredValue | undefined): StoredValue | undefined {
  if (value === undefined) return undefined;
  if ("S" in value) return { N: String(Buffer.byteLength(value.S)) };
  if ("B" in value) return { N: String(Buffer.byteLength(value.B, "base64")) };
  if ("M" in value) return { N: String(Object.keys(value.M).length) };
  if ("L" in value) return { N: String(value.L.length) };
  const elements = setElements(value);
  return elements === undefined ? undefined : { N: String(elements.length) };
}

function invalidFunction(reader: ExpressionReader, name: string): Error {
  return validationError(`Invalid ${reader.title}: Invalid function name; function: ${name}`);
}
