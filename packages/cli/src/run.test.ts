import { expect, test } from "vitest";
import { COMMANDS } from "./commands/index.ts";
import { run } from "./run.ts";

async function runWith(...args: string[]) {
  let stdout = "";
  let stderr = "";
  const code = await run(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    environment: {},
    workingDirectory: "/nonexistent",
    onInterrupt: () => undefined,
  });
  return { code, stdout, stderr };
}

test("help lists every command with its summary", async () => {
  const { code, stdout } = await runWith("--help");
  expect(code).toBe(0);
  for (const command of COMMANDS) expect(stdout).toContain(command.summary);
});

test.each(COMMANDS.map((command) => ({ name: command.path.join(" "), command })))(
  "`$name --help` has its examples and flags",
  async ({ command }) => {
    const { code, stdout } = await runWith(...command.path, "--help");
    expect(code).toBe(0);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) expect(stdout).toContain(`trainyard ${example}`);
    for (const flag of Object.keys(command.flags)) expect(stdout).toContain(`--${flag}`);
  },
);

test("every example names its own command", () => {
  for (const { path, examples } of COMMANDS)
    for (const example of examples) expect(example.split(" ").slice(0, path.length)).toEqual(path);
});

test.each([
  { args: ["upp"], says: 'unknown command "upp"', hint: '"up"' },
  { args: ["sandbox", "strat"], says: 'unknown command "sandbox strat"', hint: "sandbox start" },
  { args: ["--bogus"], says: "unknown flag --bogus", hint: "trainyard --help" },
  { args: ["up", "extra"], says: 'unexpected argument "extra"', hint: "up --help" },
  { args: ["template"], says: "KIND is missing", hint: "template --help" },
  { args: ["template", "nonsense"], says: 'KIND is "nonsense"', hint: "prerequisites" },
])("$args: exit code 2, cause and next step", async ({ args, says, hint }) => {
  const { code, stdout, stderr } = await runWith(...args);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain(says);
  expect(stderr).toContain(hint);
});

test("with --json an error is one line on stdout", async () => {
  const { code, stdout, stderr } = await runWith("up", "--json", "--bogus");
  expect(code).toBe(2);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ type: "error", code: "USAGE" });
});

test("a group of commands shows its own help", async () => {
  const { code, stdout } = await runWith("sandbox");
  expect(code).toBe(0);
  expect(stdout).toContain("sandbox start");
  expect(stdout).not.toContain("trainyard demo");
});

test("global flags may stand before the command", async () => {
  const { code, stderr } = await runWith("--region", "us-west-2", "upp");
  expect(code).toBe(2);
  expect(stderr).toContain("upp");
});
