import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "trainyard-lint-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(files: readonly string[] = []): { readonly status: number | null; readonly output: string } {
  const result = spawnSync(process.execPath, ["scripts/cfn-lint/check.mjs", ...files], { encoding: "utf8" });
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}

test("cfn-lint finds no error and no warning in any template", () => {
  const { status, output } = check();
  expect(output).toMatch(/\d+ templates, no finding/);
  expect(status).toBe(0);
});

test.each([
  { what: "an unknown property", line: "      Clour: red", finding: "E3002" },
  {
    what: "a parameter that nothing uses",
    line: "Parameters: { Unused: { Type: String } }",
    finding: "W2001",
  },
])("cfn-lint refuses a template with $what", ({ line, finding }) => {
  const file = join(folder, `${finding}.yaml`);
  writeFileSync(
    file,
    `Resources:\n  Vpc:\n    Type: AWS::EC2::VPC\n    Properties:\n      CidrBlock: 10.0.0.0/16\n${line}\n`,
  );
  const { status, output } = check([file]);
  expect(output).toContain(finding);
  expect(status).toBe(1);
});
