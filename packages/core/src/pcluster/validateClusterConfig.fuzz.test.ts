import { array, assert, asyncProperty, constantFrom, integer, oneof, string, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import type { ClusterConfigReport } from "./ClusterConfigReport.ts";
import { diffClusterConfigs } from "./changes/diffClusterConfigs.ts";
import { EXAMPLE_CONFIG } from "./testing/exampleConfig.ts";
import { validateClusterConfig } from "./validateClusterConfig.ts";
import { PARALLELCLUSTER_VERSIONS } from "./versions.ts";

const PIECES = [
  "{",
  "}",
  "[",
  "]",
  ": ",
  "- ",
  "\n",
  "&a ",
  "*a",
  "!!binary x",
  "<<: *a",
  "null",
  "~",
  ".nan",
  "1e999",
  "-1",
  "2024-01-01",
  "yes",
  "'",
  '"',
  "\t",
  "\u2028",
  "\u0000",
  "\uD800",
  "__proto__: 1\n",
  "toString: 1\n",
  "? ",
  "awsbatch",
  "Efs",
  "FsxOpenZfs",
  "CAPACITY_BLOCK",
  "LoginNodes: {Pools: []}\n",
  "DevSettings: {InstanceTypesData: '{'}\n",
  "SharedStorage: [null]\n",
];

const change = array(oneof(constantFrom(...PIECES), string({ maxLength: 4 })), { maxLength: 3 });
/** Two checks in each run, on machines that do other things too. */
const SLOW_MS = 60_000;

const LINES = EXAMPLE_CONFIG.split("\n");

function expectPlaces({ problems, results, phase, valid }: ClusterConfigReport): void {
  if (phase !== "validators") {
    expect(valid).toBe(false);
    expect(problems.length).toBeGreaterThan(0);
  }
  for (const { position, length, message } of [...problems, ...results]) {
    expect(position.line).toBeGreaterThan(0);
    expect(position.column).toBeGreaterThan(0);
    expect(length).toBeGreaterThan(0);
    expect(message).not.toBe("");
  }
}

async function expectReport(text: string): Promise<void> {
  for (const parallelClusterVersion of PARALLELCLUSTER_VERSIONS)
    expectPlaces(await validateClusterConfig(text, { parallelClusterVersion }));
  diffClusterConfigs(EXAMPLE_CONFIG, text, { fleet: { computeRunning: true, loginRunning: true } });
}

test(
  "no change of some characters makes the check throw or lose a place",
  async () => {
    await assert(
      asyncProperty(
        integer({ min: 0, max: EXAMPLE_CONFIG.length }),
        integer({ min: 0, max: 24 }),
        change,
        (at, length, pieces) =>
          expectReport(EXAMPLE_CONFIG.slice(0, at) + pieces.join("") + EXAMPLE_CONFIG.slice(at + length)),
      ),
      { numRuns: 300 },
    );
  },
  SLOW_MS,
);

test(
  "no lines that are left out, moved or repeated make the check throw or lose a place",
  async () => {
    const index = integer({ min: 0, max: LINES.length - 1 });
    await assert(
      asyncProperty(index, index, index, async (removed, from, to) => {
        await expectReport(LINES.filter((_, line) => line !== removed).join("\n"));
        await expectReport(LINES.toSpliced(to, 0, LINES[from] ?? "").join("\n"));
      }),
      { numRuns: 150 },
    );
  },
  SLOW_MS,
);

test(
  "no bytes make the check throw",
  async () => {
    await assert(
      asyncProperty(uint8Array({ maxLength: 64 }), (bytes) =>
        expectReport(new TextDecoder("latin1").decode(bytes)),
      ),
      { numRuns: 300 },
    );
  },
  SLOW_MS,
);

test("a list that holds itself is a message", async () => {
  await expectReport("Image: &a [*a]\n");
  await expectReport(`${EXAMPLE_CONFIG}Tags: &t [{Key: k, Value: *t}]\n`);
});
