import { assert, property, string, integer, array, constantFrom } from "fast-check";
import { expect, test } from "vitest";
import { importGuideConfig } from "../guide/importGuideConfig.ts";
import { TrainyardError } from "../errors/TrainyardError.ts";
import { projectProblems } from "./loadProject.ts";

const FULL = `name: ml-cluster
region: us-west-2
parallelCluster: { version: 3.13.1 }
capacity: &c { reservation: cr-0123456789abcdef0, count: 4, static: 2 }
queues:
  - { name: cpu, market: spot, instanceType: c6i.4xlarge, count: 4, zone: us-west-2a }
storage:
  scratch: { capacityGiB: 2400, throughputMBpsPerTiB: 250 }
  home: { throughputMBps: 320 }
access: { sshFrom: [203.0.113.0/24] }
cluster: { HeadNode: { Dcv: { Enabled: true } } }
`;
const PIECES = [
  "{",
  "}",
  "[",
  "]",
  ":",
  "- ",
  "\n",
  "&a ",
  "*a",
  "!!x ",
  "<<: *c",
  "null",
  "1e999",
  "'",
  '"',
  "\t",
  "\u2028",
  "__proto__: 1\n",
  "? ",
];

/** One change of a text: at a place, some characters are replaced by a piece. */
const change = array(constantFrom(...PIECES), { maxLength: 3 });

test("no mutation of a project file makes the reader throw", () => {
  assert(
    property(
      integer({ min: 0, max: FULL.length }),
      integer({ min: 0, max: 12 }),
      change,
      (at, length, pieces) => {
        const text = FULL.slice(0, at) + pieces.join("") + FULL.slice(at + length);
        for (const { position, length: problemLength, message } of projectProblems(text)) {
          expect(position.line).toBeGreaterThan(0);
          expect(position.column).toBeGreaterThan(0);
          expect(problemLength).toBeGreaterThan(0);
          expect(message).not.toBe("");
        }
      },
    ),
    { numRuns: 400 },
  );
});

test("no text at all makes the readers throw anything but a coded error", () => {
  assert(
    property(string({ unit: "binary", maxLength: 200 }), (text) => {
      projectProblems(text);
      try {
        importGuideConfig(text);
      } catch (error) {
        if (!(error instanceof TrainyardError)) throw error;
      }
    }),
    { numRuns: 400 },
  );
});
