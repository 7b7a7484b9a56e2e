import { expect, test } from "vitest";
import { compileFilterPattern } from "./compileFilterPattern.ts";

const HEALTH =
  '{ $.event-type = "compute-node-health-check" && $.scheduler = "slurm" && $.detail.health-check-name = "Gpu" && $.detail.health-check-result != 0 }';
const PROTECTED =
  '{ $.event-type = "protected-mode-error-count" && ($.detail.failure-type = "a" || $.detail.failure-type = "b" ) && $.scheduler = "slurm" }';

function event(fields: Record<string, unknown>): string {
  return JSON.stringify({ scheduler: "slurm", ...fields });
}

test.each([
  { pattern: "", message: "anything", matches: true },
  { pattern: " ", message: "anything", matches: true },
  { pattern: "ERROR", message: "an ERROR here", matches: true },
  { pattern: "ERROR", message: "an error here", matches: false },
  { pattern: "ERROR node", message: "node has ERROR", matches: true },
  { pattern: "ERROR node", message: "only ERROR", matches: false },
  { pattern: '"two words"', message: "has two words in it", matches: true },
  { pattern: '"two words"', message: "words two", matches: false },
  { pattern: "?WARN ?ERROR", message: "a WARN", matches: true },
  { pattern: "?WARN ?ERROR", message: "info", matches: false },
  { pattern: "ERROR -Exiting", message: "ERROR Exiting", matches: false },
  { pattern: "ERROR -Exiting", message: "ERROR going on", matches: true },
  { pattern: "%4[0-9]{2}%", message: "status 404", matches: true },
  {
    pattern: HEALTH,
    message: event({
      "event-type": "compute-node-health-check",
      detail: { "health-check-name": "Gpu", "health-check-result": 1 },
    }),
    matches: true,
  },
  {
    pattern: HEALTH,
    message: event({
      "event-type": "compute-node-health-check",
      detail: { "health-check-name": "Gpu", "health-check-result": 0 },
    }),
    matches: false,
  },
  {
    pattern: PROTECTED,
    message: event({ "event-type": "protected-mode-error-count", detail: { "failure-type": "b" } }),
    matches: true,
  },
  {
    pattern: PROTECTED,
    message: event({ "event-type": "protected-mode-error-count", detail: { "failure-type": "c" } }),
    matches: false,
  },
  { pattern: "{ $.latency > 10 }", message: '{"latency":11}', matches: true },
  { pattern: "{ $.latency > 10 }", message: '{"latency":"11"}', matches: false },
  { pattern: '{ $.user = "Ali*" }', message: '{"user":"Alice"}', matches: true },
  { pattern: "{ $.items[1].id = 7 }", message: '{"items":[{},{"id":7}]}', matches: true },
  { pattern: "{ $.gone IS NULL }", message: '{"gone":null}', matches: true },
  { pattern: "{ $.gone NOT EXISTS }", message: "{}", matches: true },
  { pattern: "{ $.ok IS TRUE }", message: '{"ok":true}', matches: true },
  { pattern: "{ $.a = 1 }", message: "not JSON", matches: false },
])("$pattern against $message: $matches", ({ pattern, message, matches }) => {
  expect(compileFilterPattern(pattern)(message)).toBe(matches);
});

test.each(["{ $.a }", "{ $.a = }", "{ $.a = 1", '"open', "{ $.a = 1 } x", "%(%"])(
  "the pattern %s is refused",
  (pattern) => {
    expect(() => compileFilterPattern(pattern)).toThrow("Invalid filter pattern");
  },
);

test("space-delimited patterns are refused as not modelled", () => {
  expect(() => compileFilterPattern("[ip, user]")).toThrow("does not model");
});
