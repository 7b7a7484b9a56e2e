import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Output } from "../render/Output.ts";
import { SandboxLog } from "./SandboxLog.ts";

let directory: string;
let file: string;
let shown: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "log-"));
  file = join(directory, "sandbox.log");
  shown = "";
  writeFileSync(file, "");
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function logOn(isTerminal: boolean): SandboxLog {
  const stderr = { write: (text: string) => (shown += text), isTTY: isTerminal, columns: 100 };
  const output = new Output({ stdout: { write: () => undefined }, stderr }, { json: false, environment: {} });
  return new SandboxLog(file, output);
}

const progress = (percent: number) =>
  `${JSON.stringify({ type: "layer-progress", step: "install", percent, message: "Unpacking munge" })}\n`;

test("the packages' progress is drawn on a terminal while it goes on", () => {
  const log = logOn(true);
  expect(log.follow()).toBe(false);
  appendFileSync(file, progress(50));
  expect(log.follow()).toBe(true);
  expect(shown).toContain(
    "packages of hosts, only once: installing  ██████████░░░░░░░░░░  50 %  Unpacking munge",
  );
  expect(log.follow()).toBe(false);
  log.close();
});

test("elsewhere it is one line, and half a line of the log waits for its end", () => {
  const log = logOn(false);
  const [first, last] = [progress(10).slice(0, 20), progress(10).slice(20)];
  appendFileSync(file, first);
  expect(log.follow()).toBe(false);
  appendFileSync(file, `${last}${progress(20)}`);
  expect(log.follow()).toBe(true);
  expect(shown).toBe("Installing the packages of the hosts, once on this machine.\n");
  log.close();
});

test("why hosts are simulated is said", () => {
  const log = logOn(false);
  appendFileSync(file, '{"type":"sandbox-hosts","driver":"simulated","reason":"newuidmap is missing"}\n');
  log.follow();
  expect(shown).toBe("Hosts are simulated: newuidmap is missing.\n");
  log.close();
});

test.each([
  { written: "SANDBOX_PORT_TAKEN", code: "SANDBOX_PORT_TAKEN" },
  { written: "SANDBOX_HOSTS_UNAVAILABLE", code: "SANDBOX_HOSTS_UNAVAILABLE" },
  { written: "INTERNAL", code: "SANDBOX_START_FAILED" },
  { written: "SANDBOX_OF_NO_CATALOGUE", code: "SANDBOX_START_FAILED" },
])("a start that ended with $written fails with $code and its words", ({ written, code }) => {
  writeFileSync(file, `warning\n${JSON.stringify({ code: written, message: "why", hint: "what next" })}\n`);
  const log = logOn(false);
  expect(log.failure()).toMatchObject({ code, message: "the sandbox did not start: why", hint: "what next" });
  log.close();
});
