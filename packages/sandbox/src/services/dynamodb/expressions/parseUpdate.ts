import { validationError } from "../dynamodbErrors.ts";
import { setElements } from "../values/compareValues.ts";
import { addNumbers, subtractNumbers } from "../values/decimal.ts";
import { typeOf, type StoredItem, type StoredValue } from "../values/StoredValue.ts";
import { pathText, valueAt, withoutValueAt, withValueAt, type DocumentPath } from "./documentPath.ts";
import type { ExpressionReader } from "./ExpressionReader.ts";

/** One change: its values are taken from the item as it was before the whole update. */
export interface UpdateAction {
  readonly clause: "SET" | "REMOVE" | "ADD" | "DELETE";
  readonly path: DocumentPath;
  readonly apply: (changed: StoredItem, before: StoredItem) => StoredItem;
}

type Operand = (before: StoredItem) => StoredValue;

const CLAUSES = ["SET", "REMOVE", "ADD", "DELETE"] as const;

/** Reads `SET a = b, ... REMOVE ... ADD ... DELETE ...`; each clause at most once. */
export function parseUpdate(reader: ExpressionReader): UpdateAction[] {
  const actions: UpdateAction[] = [];
  const seen = new Set<UpdateAction["clause"]>();
  while (!reader.atEnd) {
    const clause = CLAUSES.find((word) => reader.acceptWord(word));
    if (clause === undefined) throw reader.unexpected();
    if (seen.has(clause))
      throw validationError(
        `Invalid UpdateExpression: The "${clause}" section can only be used once in an update expression;`,
      );
    seen.add(clause);
    do actions.push(parseAction(reader, clause));
    while (reader.acceptMark(","));
  }
  refuseOverlap(actions);
  return actions;
}

export function applyUpdate(before: StoredItem, actions: readonly UpdateAction[]): StoredItem {
  const changes = actions.filter(({ clause }) => clause !== "REMOVE");
  // List elements are removed last and from the highest index down, so that indexes keep their meaning.
  const removals = actions
    .filter(({ clause }) => clause === "REMOVE")
    .sort((left, right) => lastIndex(right.path) - lastIndex(left.path));
  return [...changes, ...removals].reduce((item, action) => action.apply(item, before), before);
}

function lastIndex(path: DocumentPath): number {
  const last = path.at(-1);
  return typeof last === "number" ? last : -1;
}

function parseAction(reader: ExpressionReader, clause: UpdateAction["clause"]): UpdateAction {
  const path = reader.path();
  if (clause === "REMOVE") return { clause, path, apply: (changed) => withoutValueAt(changed, path) };
  if (clause === "SET") {
    reader.expectMark("=");
    const operand = parseSum(reader);
    return { clause, path, apply: (changed, before) => withValueAt(changed, path, operand(before)) };
  }
  const value = reader.value();
  if (value === undefined) throw reader.unexpected();
  if (clause === "ADD")
    return {
      clause,
      path,
      apply: (changed, before) => withValueAt(changed, path, added(valueAt(before, path), value)),
    };
  return {
    clause,
    path,
    apply(changed, before) {
      const rest = removedFrom(valueAt(before, path), value);
      return rest === undefined ? withoutValueAt(changed, path) : withValueAt(changed, path, rest);
    },
  };
}

function parseSum(reader: ExpressionReader): Operand {
  const left = parseOperand(reader);
  const operator = ["+", "-"].find((mark) => reader.acceptMark(mark));
  if (operator === undefined) return left;
  const right = parseOperand(reader);
  return (before) => {
    const [a, b] = [numberOf(left(before)), numberOf(right(before))];
    return { N: operator === "+" ? addNumbers(a, b) : subtractNumbers(a, b) };
  };
}

function parseOperand(reader: ExpressionReader): Operand {
  const value = reader.value();
  if (value !== undefined) return () => value;
  const name = reader.acceptFunction();
  if (name === undefined) {
    const path = reader.path();
    return (before) => existing(before, path);
  }
  if (name === "if_not_exists") {
    const path = reader.path();
    reader.expectMark(",");
    const otherwise = parseSum(reader);
    reader.expectMark(")");
    return (before) => valueAt(before, path) ?? otherwise(before);
  }
  if (name !== "list_append")
    throw validationError(`Invalid UpdateExpression: Invalid function name; function: ${name}`);
  const first = parseOperand(reader);
  reader.expectMark(",");
  const second = parseOperand(reader);
  reader.expectMark(")");
  return (before) => ({ L: [...listOf(first(before)), ...listOf(second(before))] });
}

function existing(before: StoredItem, path: DocumentPath): StoredValue {
  const value = valueAt(before, path);
  if (value === undefined)
    throw validationError("The provided expression refers to an attribute that does not exist in the item");
  return value;
}

function numberOf(value: StoredValue): string {
  if ("N" in value) return value.N;
  throw wrongType();
}

function listOf(value: StoredValue): readonly StoredValue[] {
  if ("L" in value) return value.L;
  throw wrongType();
}

function added(present: StoredValue | undefined, value: StoredValue): StoredValue {
  if ("N" in value) return { N: addNumbers(present === undefined ? "0" : numberOf(present), value.N) };
  const elements = setElements(value);
  if (elements === undefined)
    throw validationError(
      `Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: ${typeOf(value)}`,
    );
  if (present !== undefined && typeOf(present) !== typeOf(value)) throw wrongType();
  return setOf(value, [
    ...new Set([...(present === undefined ? [] : (setElements(present) ?? [])), ...elements]),
  ]);
}

function removedFrom(present: StoredValue | undefined, value: StoredValue): StoredValue | undefined {
  const elements = setElements(value);
  if (elements === undefined)
    throw validationError(
      `Invalid UpdateExpression: Incorrect operand type for operator or function; operator: DELETE, operand type: ${typeOf(value)}`,
    );
  if (present === undefined) return undefined;
  if (typeOf(present) !== typeOf(value)) throw wrongType();
  const rest = (setElements(present) ?? []).filter((element) => !elements.includes(element));
  return rest.length === 0 ? undefined : setOf(value, rest);
}

function setOf(like: StoredValue, elements: string[]): StoredValue {
  if ("SS" in like) return { SS: elements };
  return "NS" in like ? { NS: elements } : { BS: elements };
}

function wrongType(): Error {
  return validationError("An operand in the update expression has an incorrect data type");
}

function refuseOverlap(actions: readonly UpdateAction[]): void {
  for (const [index, { path: one }] of actions.entries())
    for (const { path: two } of actions.slice(index + 1)) {
      const shared = Math.min(one.length, two.length);
      if (one.slice(0, shared).every((step, position) => step === two[position]))
        throw validationError(
          `Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${pathText(one)}, path two: ${pathText(two)}`,
        );
    }
}
