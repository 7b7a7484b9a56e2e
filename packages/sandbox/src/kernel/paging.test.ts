import { expect, test } from "vitest";
import { AwsError } from "./AwsError.ts";
import { pageByKey, type Page } from "./paging.ts";

const badToken = (): AwsError => new AwsError("InvalidNextToken", "bad");

test("pages in order of the key until nothing is left", () => {
  const names = ["delta", "alpha", "charlie", "bravo"];
  const seen: string[] = [];
  let page: Page<string> | undefined;
  do {
    page = pageByKey(names, (name) => name, { token: page?.nextToken, pageSize: 3, badToken });
    seen.push(...page.items);
  } while (page.nextToken !== undefined);
  expect(seen).toEqual(["alpha", "bravo", "charlie", "delta"]);
});

test("something removed between two pages hides nothing else", () => {
  const first = pageByKey(["a", "b", "c"], (name) => name, { token: undefined, pageSize: 1, badToken });
  const second = pageByKey(["b", "c"], (name) => name, { token: first.nextToken, pageSize: 5, badToken });
  expect(second).toEqual({ items: ["b", "c"], nextToken: undefined });
});

test.each(["", "x", "AAEAA!", "AAEAAYQ=="])("the token %j is refused", (token) => {
  expect(() => pageByKey(["a"], (name) => name, { token, pageSize: 1, badToken })).toThrow("bad");
});

test("pages downwards when asked", () => {
  const request = { pageSize: 2, badToken, descending: true };
  const first = pageByKey(["a", "b", "c"], (name) => name, { ...request, token: undefined });
  expect(first.items).toEqual(["c", "b"]);
  const second = pageByKey(["a", "b", "c"], (name) => name, { ...request, token: first.nextToken });
  expect(second.items).toEqual(["a"]);
});
