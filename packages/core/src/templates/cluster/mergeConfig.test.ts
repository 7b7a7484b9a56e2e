import { expect, test } from "vitest";
import { mergeConfig } from "./mergeConfig.ts";

test.each([
  {
    what: "mappings are merged key by key",
    base: { a: { b: 1, c: 2 } },
    over: { a: { c: 3 } },
    merged: { a: { b: 1, c: 3 } },
  },
  {
    what: "null removes a key",
    base: { a: { b: 1 }, c: 2 },
    over: { a: { b: null }, c: null },
    merged: { a: {} },
  },
  {
    what: "items of a name are merged",
    base: { l: [{ Name: "x", a: 1 }] },
    over: { l: [{ Name: "x", b: 2 }] },
    merged: { l: [{ Name: "x", a: 1, b: 2 }] },
  },
  {
    what: "items of a new name come at the end",
    base: { l: [{ Name: "x" }] },
    over: { l: [{ Name: "y" }] },
    merged: { l: [{ Name: "x" }, { Name: "y" }] },
  },
  {
    what: "tags are merged by their key",
    base: { l: [{ Key: "x", Value: "1" }] },
    over: { l: [{ Key: "x", Value: "2" }] },
    merged: { l: [{ Key: "x", Value: "2" }] },
  },
  { what: "lists without names are replaced", base: { l: [1, 2] }, over: { l: [3] }, merged: { l: [3] } },
  {
    what: "a list with one item without a name is replaced",
    base: { l: [{ Name: "x" }] },
    over: { l: [{ Name: "y" }, { a: 1 }] },
    merged: { l: [{ Name: "y" }, { a: 1 }] },
  },
  {
    what: "a list that was not there is taken",
    base: {},
    over: { l: [{ Name: "y", a: { b: 1 } }] },
    merged: { l: [{ Name: "y", a: { b: 1 } }] },
  },
  { what: "a mapping replaces a value", base: { a: 1 }, over: { a: { b: 2 } }, merged: { a: { b: 2 } } },
  { what: "a value replaces a mapping", base: { a: { b: 2 } }, over: { a: "text" }, merged: { a: "text" } },
])("$what", ({ base, over, merged }) => {
  expect(mergeConfig(base, over)).toEqual(merged);
});

test("what is merged is not changed itself", () => {
  const base = { l: [{ Name: "x", a: 1 }] };
  mergeConfig(base, { l: [{ Name: "x", a: 2 }] });
  expect(base).toEqual({ l: [{ Name: "x", a: 1 }] });
});
