import { expect, test } from "vitest";
import { storedItem, answeredItem } from "../values/StoredValue.ts";
import { ExpressionReader } from "./ExpressionReader.ts";
import { ExpressionScope } from "./ExpressionScope.ts";
import { parseCondition } from "./parseCondition.ts";
import { parseProjection, projected } from "./parseProjection.ts";
import { applyUpdate, parseUpdate } from "./parseUpdate.ts";

const ITEM = storedItem({
  Id: { S: "a" },
  n: { N: "5" },
  txt: { S: "hello" },
  tags: { SS: ["x", "y"] },
  lst: { L: [{ N: "1" }, { N: "2" }, { N: "3" }] },
  map: { M: { leaf: { S: "deep" } } },
});
const VALUES = {
  ":one": { N: "1" },
  ":five": { N: "5.0" },
  ":he": { S: "he" },
  ":x": { S: "x" },
  ":set": { SS: ["y", "z"] },
  ":type": { S: "SS" },
  ":new": { S: "new" },
  ":list": { L: [{ N: "9" }] },
};

function scopeFor(expression: string): ExpressionScope {
  const used = Object.entries(VALUES).filter(([name]) => new RegExp(`${name}\\b`).test(expression));
  return new ExpressionScope(
    {
      ExpressionAttributeValues: used.length === 0 ? undefined : Object.fromEntries(used),
      ExpressionAttributeNames: { "#m": "map" },
    },
    true,
  );
}

test.each([
  ["n = :five", true],
  ["n > :one AND txt = :he", false],
  ["n > :one OR txt = :he", true],
  ["NOT n = :five", false],
  ["begins_with(txt, :he)", true],
  ["contains(tags, :x)", true],
  ["contains(txt, :he)", true],
  ["attribute_exists(#m.leaf) AND attribute_not_exists(nope)", true],
  ["attribute_type(tags, :type)", true],
  ["n BETWEEN :one AND :five", true],
  ["n IN (:one, :five)", true],
  ["size(txt) = :five", true],
  ["lst[0] = :one", true],
  ["nope <> :one", false],
  ["(n = :one or n = :five) and (txt <> :he)", true],
])("the condition %s is %s", (expression, expected) => {
  const reader = new ExpressionReader(expression, "ConditionExpression", scopeFor(expression));
  expect(parseCondition(reader)(ITEM)).toBe(expected);
});

test.each([
  ["SET n = n + :one", { n: { N: "6" } }],
  ["SET n = :one - n", { n: { N: "-4" } }],
  ["SET fresh = if_not_exists(fresh, :new)", { fresh: { S: "new" } }],
  ["SET lst = list_append(lst, :list)", { lst: { L: ["1", "2", "3", "9"].map((N) => ({ N })) } }],
  ["SET lst[7] = :one REMOVE lst[0], lst[1]", { lst: { L: [{ N: "3" }, { N: "1" }] } }],
  ["SET #m.leaf = :new, txt = n", { map: { M: { leaf: { S: "new" } } }, txt: { N: "5" } }],
  ["ADD n :five, tags :set", { n: { N: "10" }, tags: { SS: ["x", "y", "z"] } }],
  ["DELETE tags :set", { tags: { SS: ["x"] } }],
])("the update %s", (expression, expected) => {
  const reader = new ExpressionReader(expression, "UpdateExpression", scopeFor(expression));
  expect(answeredItem(applyUpdate(ITEM, parseUpdate(reader)))).toMatchObject(expected);
});

test.each([
  ["SET status = :one", "Attribute name is a reserved keyword; reserved keyword: status"],
  ["SET n = :one, n = :five", "Two document paths overlap with each other"],
  ["SET nope.leaf = :one", "The document path provided in the update expression is invalid for update"],
  ["SET n = nope + :one", "refers to an attribute that does not exist in the item"],
  ["SET n = txt + :one", "An operand in the update expression has an incorrect data type"],
  ["SET n", 'Syntax error; token: "<EOF>", near: "n"'],
  ["SET n = :one SET txt = :he", 'The "SET" section can only be used once'],
])("the update %s is refused", (expression, message) => {
  const run = (): unknown =>
    applyUpdate(
      ITEM,
      parseUpdate(new ExpressionReader(expression, "UpdateExpression", scopeFor(expression))),
    );
  expect(run).toThrow(message);
});

test("a projection keeps the shape of the item", () => {
  const reader = new ExpressionReader("Id, #m.leaf, lst[1]", "ProjectionExpression", scopeFor(""));
  expect(answeredItem(projected(ITEM, parseProjection(reader)))).toEqual({
    Id: { S: "a" },
    map: { M: { leaf: { S: "deep" } } },
    lst: { L: [{ N: "2" }] },
  });
});
