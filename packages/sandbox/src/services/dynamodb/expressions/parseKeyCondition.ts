import { validationError } from "../dynamodbErrors.ts";
import type { KeyNames } from "../DynamodbState.ts";
import { compareValues } from "../values/compareValues.ts";
import type { StoredItem, StoredValue } from "../values/StoredValue.ts";
import { beginsWith } from "./parseCondition.ts";
import type { ExpressionReader } from "./ExpressionReader.ts";

interface KeyTerm {
  readonly name: string;
  readonly isEquality: boolean;
  readonly matches: (value: StoredValue) => boolean;
}

/** Reads a key condition: equality of the partition key and, at most, one condition on the sort key. */
export function parseKeyCondition(reader: ExpressionReader, keys: KeyNames): (item: StoredItem) => boolean {
  const terms = parseTerms(reader);
  reader.expectEnd();
  const hash = terms.find((term) => term.name === keys.hash);
  if (hash === undefined) throw validationError(`Query condition missed key schema element: ${keys.hash}`);
  const others = terms.filter((term) => term !== hash);
  const foreign = others.find((term) => term.name !== keys.range);
  if (foreign !== undefined)
    throw validationError(
      keys.range === undefined
        ? "Query key condition not supported"
        : `Query condition missed key schema element: ${keys.range}`,
    );
  if (!hash.isEquality || others.length > 1) throw validationError("Query key condition not supported");
  return (item) =>
    terms.every((term) => {
      const value = item[term.name];
      return value !== undefined && term.matches(value);
    });
}

function parseTerms(reader: ExpressionReader): KeyTerm[] {
  const terms = parseGroup(reader);
  while (reader.acceptWord("AND")) terms.push(...parseGroup(reader));
  return terms;
}

function parseGroup(reader: ExpressionReader): KeyTerm[] {
  if (!reader.acceptMark("(")) return [parseTerm(reader)];
  const terms = parseTerms(reader);
  reader.expectMark(")");
  return terms;
}

function parseTerm(reader: ExpressionReader): KeyTerm {
  const functionName = reader.acceptFunction();
  if (functionName !== undefined) {
    if (functionName !== "begins_with")
      throw validationError(
        `Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: ${functionName}`,
      );
    const name = attributeName(reader);
    reader.expectMark(",");
    const start = valueOf(reader);
    reader.expectMark(")");
    return { name, isEquality: false, matches: (value) => beginsWith(value, start) };
  }
  const name = attributeName(reader);
  if (reader.acceptWord("BETWEEN")) {
    const low = valueOf(reader);
    if (!reader.acceptWord("AND")) throw reader.unexpected();
    const high = valueOf(reader);
    return {
      name,
      isEquality: false,
      matches: (value) => within(value, ">=", low) && within(value, "<=", high),
    };
  }
  const operator = ["=", "<=", ">=", "<", ">"].find((mark) => reader.acceptMark(mark));
  if (operator === undefined) throw reader.unexpected();
  const bound = valueOf(reader);
  return { name, isEquality: operator === "=", matches: (value) => within(value, operator, bound) };
}

function attributeName(reader: ExpressionReader): string {
  const [name, ...rest] = reader.path();
  if (typeof name !== "string" || rest.length > 0)
    throw validationError(
      "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes",
    );
  return name;
}

function valueOf(reader: ExpressionReader): StoredValue {
  const value = reader.value();
  if (value === undefined) throw reader.unexpected();
  return value;
}

function within(value: StoredValue, operator: string, bound: StoredValue): boolean {
  const order = compareValues(value, bound);
  if (order === undefined) return false;
  switch (operator) {
    case "=":
      return order === 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    default:
      return order >= 0;
  }
}
