import { afterAll, beforeAll, expect, test } from "vitest";
import { createProgram, type Program } from "../support/createProgram.ts";

const BASE = "name: ml-cluster\nregion: us-west-2\n";
const GOOD = `${BASE}capacity: { reservation: cr-0123456789abcdef0 }\n`;

let program: Program;

beforeAll(async () => {
  program = createProgram();
  await program.run(["sandbox", "start", "--detach", "--speed", "max"]);
});

afterAll(async () => program.end());

test.each([
  {
    what: "an unknown key",
    text: `${GOOD}acces: {}\n`,
    code: 2,
    error: "PROJECT_INVALID",
    says: /:4:1 .*"acces"/s,
  },
  { what: "a wrong type", text: `${GOOD}data: 7\n`, code: 2, error: "PROJECT_INVALID", says: /:4:7 data/ },
  {
    what: "an impossible value",
    text: `${GOOD}storage: { scratch: { capacityGiB: 1300 } }\n`,
    code: 2,
    error: "PROJECT_INVALID",
    says: /2400/,
  },
  {
    what: "a placeholder",
    text: `${BASE}capacity: { reservation: cr-XXXXXXXXXXXXXXXXX }\n`,
    code: 2,
    error: "PLACEHOLDER_LEFT",
    says: /placeholder/,
  },
  {
    what: "a guide placeholder",
    text: `${BASE}capacity: { reservation: <your-capacity-reservation-id> }\n`,
    code: 2,
    error: "PLACEHOLDER_LEFT",
    says: /:3:/,
  },
  {
    what: "a shell placeholder",
    text: `${BASE}capacity: { reservation: "\${CAPACITY_RESERVATION_ID}" }\n`,
    code: 2,
    error: "PLACEHOLDER_LEFT",
    says: /:3:/,
  },
  { what: "broken YAML", text: "name: [\n", code: 2, error: "PROJECT_INVALID", says: /:2:1/ },
  {
    what: "a key given twice",
    text: `${GOOD}name: b\n`,
    code: 2,
    error: "PROJECT_INVALID",
    says: /:4:1 .*twice/,
  },
  { what: "an empty file", text: "", code: 2, error: "PROJECT_INVALID", says: /smallest/i },
  { what: "a list in place of a mapping", text: "- a\n", code: 2, error: "PROJECT_INVALID", says: /:1:1/ },
  {
    what: "a name too long for a cluster",
    text: GOOD.replace("ml-cluster", "a".repeat(70)),
    code: 2,
    error: "PROJECT_INVALID",
    says: /:1:7 name/,
  },
  {
    what: "an unknown region",
    text: GOOD.replace("us-west-2", "us-wets-2"),
    code: 2,
    error: "PROJECT_INVALID",
    says: /us-west-2/,
  },
  {
    what: "a region without the type",
    text: "name: ml-cluster\nregion: eu-west-3\ncapacity: { market: on-demand, instanceType: p5.48xlarge, count: 2, zone: eu-west-3a }\n",
    code: 3,
    error: "INSTANCE_TYPE_NOT_OFFERED",
    says: /p5\.48xlarge/,
  },
  {
    what: "a reservation that does not exist",
    text: GOOD.replace("def0", "def1"),
    code: 3,
    error: "RESERVATION_NOT_FOUND",
    says: /cr-0123456789abcdef1/,
  },
  {
    what: "a reservation with fewer instances",
    text: `${BASE}capacity: { reservation: cr-0123456789abcdef0, count: 17 }\n`,
    code: 3,
    error: "RESERVATION_TOO_SMALL",
    says: /17.*16/,
  },
  { what: "binary content", text: "name: \0\u0001\n", code: 2, error: "FILE_UNREADABLE", says: /binary/ },
])("$what: $error, exit code $code, and nothing is created", async ({ text, code, error, says }) => {
  program.write("trainyard.yaml", text);
  const result = await program.run(["up", "--sandbox", "--yes"]);
  expect(result.code).toBe(code);
  expect(result.stderr).toContain(`error ${error}: `);
  expect(result.stderr).toMatch(says);
  expect(result.stderr).toContain("next: ");
  expect(result.stderr).not.toMatch(/^\s+at /m);
  const { events } = await program.run(["sandbox", "status", "--json"]);
  expect(JSON.stringify(events[0]?.["operations"])).not.toMatch(/Create/);
});

test.each([
  { what: "a missing file", args: ["plan", "-f", "none.yaml"], code: 2, error: "FILE_NOT_FOUND" },
  { what: "a directory", args: ["plan", "-f", "."], code: 2, error: "FILE_UNREADABLE" },
  { what: "no credentials", args: ["plan"], code: 4, error: "CREDENTIALS_MISSING" },
  {
    what: "accounting on the head node, on AWS",
    args: ["plan", "-f", "accounting.yaml"],
    code: 2,
    error: "ACCOUNTING_ON_SANDBOX_ONLY",
  },
  {
    what: "an endpoint that does not answer",
    args: ["plan", "--endpoint-url", "http://127.0.0.1:9"],
    code: 4,
    error: "ENDPOINT_UNREACHABLE",
    keys: true,
  },
  {
    what: "an endpoint that is no URL",
    args: ["plan", "--endpoint-url", "nonsense"],
    code: 2,
    error: "USAGE",
  },
  {
    what: "a port in use",
    args: ["sandbox", "start", "--state", "other", "--port", "PORT"],
    code: 2,
    error: "SANDBOX_PORT_TAKEN",
  },
  {
    what: "a second sandbox on the same state",
    args: ["sandbox", "start"],
    code: 2,
    error: "SANDBOX_RUNNING",
  },
  { what: "a question that nobody can answer", args: ["up", "--sandbox"], code: 5, error: "DECLINED" },
])("$what: $error with exit code $code", async ({ args, code, error, keys }) => {
  program.write("trainyard.yaml", GOOD);
  program.write("accounting.yaml", `${GOOD}accounting: true\n`);
  const status = await program.run(["sandbox", "status", "--json"]);
  const port = String(status.events[0]?.["port"]);
  const environment =
    keys === true ? { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" } : {};
  const result = await program.run(
    args.map((arg) => (arg === "PORT" ? port : arg)),
    { environment },
  );
  expect(result, result.stderr).toMatchObject({ code });
  expect(result.stderr).toContain(`error ${error}: `);
  expect(result.stderr).toContain("next: ");
  expect(result.stderr).not.toMatch(/^\s+at /m);
});
