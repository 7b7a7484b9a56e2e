import { expect, test } from "vitest";
import { addNumbers, compareNumbers, normalisedNumber, subtractNumbers } from "./decimal.ts";

test.each([
  ["1.50", "1.5"],
  ["-0", "0"],
  ["1e3", "1000"],
  ["00012", "12"],
  ["1e-3", "0.001"],
  ["-123.4500", "-123.45"],
  ["12345678901234567890123456789012345678", "12345678901234567890123456789012345678"],
])("%s is given back as %s", (text, expected) => {
  expect(normalisedNumber(text)).toBe(expected);
});

test.each(["", "abc", "1.2.3", "123456789012345678901234567890123456789", "1e126", "1e-131"])(
  "%j is refused",
  (text) => {
    expect(() => normalisedNumber(text)).toThrow(/numeric value|38 significant|supported range/);
  },
);

test("sums are exact", () => {
  expect(addNumbers("0.1", "0.2")).toBe("0.3");
  expect(subtractNumbers("1", "1.0000000000000000000000000000000001")).toBe(
    "-0.0000000000000000000000000000000001",
  );
  expect(compareNumbers("10", "9")).toBe(1);
  expect(compareNumbers("1.0", "1")).toBe(0);
});
