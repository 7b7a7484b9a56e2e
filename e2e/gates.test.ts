import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { packageProblems } from "../scripts/gates/packageProblems.mjs";
import { severeVulnerabilities } from "../scripts/gates/severeVulnerabilities.mjs";

const ROOT = dirname(import.meta.dirname);
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A tree with the repository's configuration and these files, in which a gate is run. */
function plant(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "trainyard-gate-"));
  folders.push(folder);
  for (const name of [
    "tsconfig.json",
    ".oxlintrc.json",
    ".oxfmtrc.json",
    ".dependency-cruiser.cjs",
    "knip.json",
  ])
    cpSync(join(ROOT, name), join(folder, name));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "planted", type: "module", workspaces: ["packages/*"] }),
  );
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function gate(folder: string, command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(join(ROOT, "node_modules/.bin", command), args, {
    cwd: folder,
    encoding: "utf8",
  });
  return { passed: status === 0, text: stdout + stderr };
}

const lint = (folder: string) => gate(folder, "oxlint", "--type-aware", "--deny-warnings", "packages");
const boundaries = (folder: string) =>
  gate(folder, "depcruise", "packages", "--config", ".dependency-cruiser.cjs", "--output-type", "err");

test("types: a string in place of a number is caught", () => {
  const folder = plant({ "packages/core/src/x.ts": 'export const count: number = "1";\n' });
  const compiler = join(ROOT, "node_modules/typescript-native/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", "."], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(status).not.toBe(0);
  expect(stdout).toContain("TS2322");
});

test.each([
  { breach: "any", code: "export const x: any = 1;\n", rule: "no-explicit-any" },
  {
    breach: "a floating promise",
    code: "async function f() {}\nexport function g() {\n  f();\n}\n",
    rule: "no-floating-promises",
  },
  {
    breach: "a non-null assertion",
    code: "export const f = (x?: string) => x!.length;\n",
    rule: "no-non-null-assertion",
  },
  { breach: "a default export", code: "export default 1;\n", rule: "no-default-export" },
  { breach: "a process in core", code: "export const pid = process.pid;\n", rule: "no-restricted-globals" },
  {
    breach: "a file of 301 lines",
    code: Array.from({ length: 301 }, (_, i) => `export const x${i} = ${i};\n`).join(""),
    rule: "max-lines",
  },
])("lint: $breach is caught", ({ code, rule }) => {
  const { passed, text } = lint(plant({ "packages/core/src/x.ts": code }));
  expect(text).toContain(rule);
  expect(passed).toBe(false);
});

test("format: a crooked line is caught", () => {
  const folder = plant({ "packages/core/src/x.ts": "export const   x=1\n" });
  expect(gate(folder, "oxfmt", "--check", "packages").passed).toBe(false);
});

test("boundaries: a clean tree passes, and its modules were read", () => {
  const folder = plant({
    "packages/core/src/x.ts": 'import { y } from "./y.ts";\nexport const x = y;\n',
    "packages/core/src/y.ts": "export const y = 1;\n",
  });
  const { passed, text } = boundaries(folder);
  expect(text).toContain("2 modules, 1 dependencies");
  expect(passed).toBe(true);
});

test.each([
  { breach: "core importing aws", from: "core", to: "aws", rule: "core-imports" },
  { breach: "aws importing cli", from: "aws", to: "cli", rule: "aws-imports" },
  { breach: "the sandbox importing aws", from: "sandbox", to: "aws", rule: "sandbox-imports" },
  {
    breach: "the command line loading the sandbox at once",
    from: "cli",
    to: "sandbox",
    rule: "aws-and-sandbox-load-late",
  },
])("boundaries: $breach is caught", ({ from, to, rule }) => {
  const { passed, text } = boundaries(
    plant({
      [`packages/${from}/src/x.ts`]: `import { y } from "../../${to}/src/y.ts";\nexport const x = y;\n`,
      [`packages/${to}/src/y.ts`]: "export const y = 1;\n",
    }),
  );
  expect(text).toContain(rule);
  expect(passed).toBe(false);
});

test.each([
  {
    breach: "a cycle",
    files: {
      "packages/core/src/a.ts": 'import { b } from "./b.ts";\nexport const a = () => b;\n',
      "packages/core/src/b.ts": 'import { a } from "./a.ts";\nexport const b = () => a;\n',
    },
    rule: "no-cycles",
  },
  {
    breach: "a cycle of types",
    files: {
      "packages/core/src/a.ts": 'import type { B } from "./b.ts";\nexport interface A { readonly b: B }\n',
      "packages/core/src/b.ts": 'import type { A } from "./a.ts";\nexport interface B { readonly a: A }\n',
    },
    rule: "no-cycles",
  },
  {
    breach: "core reading files",
    files: { "packages/core/src/x.ts": 'import "node:fs";\nexport const x = 1;\n' },
    rule: "core-is-pure",
  },
  {
    breach: "core with a library that is not its own",
    files: { "packages/core/src/x.ts": 'import "esbuild";\nexport const x = 1;\n' },
    rule: "core-libraries",
  },
  {
    breach: "a service reaching into another",
    files: {
      "packages/sandbox/src/services/a/a.ts": 'import { b } from "../b/b.ts";\nexport const a = b;\n',
      "packages/sandbox/src/services/b/b.ts": "export const b = 1;\n",
    },
    rule: "services-keep-apart",
  },
  {
    breach: "the SDK in the command line",
    files: {
      "packages/cli/src/x.ts":
        'import { STSClient } from "@aws-sdk/client-sts";\nexport const x = STSClient;\n',
    },
    rule: "sdk-only-in-aws",
  },
])("boundaries: $breach is caught", ({ files, rule }) => {
  const { passed, text } = boundaries(plant(files));
  expect(text).toContain(rule);
  expect(passed).toBe(false);
});

test("unused: an export and a file that nobody uses are caught", () => {
  const folder = plant({
    "packages/core/package.json": JSON.stringify({
      name: "@planted/core",
      type: "module",
      exports: "./src/index.ts",
    }),
    "packages/core/src/index.ts": 'export { used } from "./a.ts";\n',
    "packages/core/src/a.ts": "export const used = 1;\nexport const stray = 2;\n",
    "packages/core/src/alone.ts": "export const alone = 1;\n",
  });
  const { passed, text } = gate(folder, "knip");
  expect(text).toContain("stray");
  expect(text).toContain("alone.ts");
  expect(passed).toBe(false);
});

test("package: a stray file, a missing one and too many bytes are caught", () => {
  const problems = packageProblems({ files: [{ path: "packages/core/src/x.ts" }], unpackedSize: 1e9 });
  expect(problems.join("\n")).toMatch(/x\.ts does not belong/);
  expect(problems.join("\n")).toMatch(/more than/);
  expect(problems.join("\n")).toMatch(/dist\/main\.js is missing/);
});

test("audit: a high and a critical vulnerability count, a report that is none does not pass as clean", () => {
  expect(severeVulnerabilities({ metadata: { vulnerabilities: { low: 3, high: 1, critical: 1 } } })).toBe(2);
  expect(severeVulnerabilities({ message: "405" })).toBeUndefined();
});

test("generated: a page that was edited by hand is caught, the committed ones pass", () => {
  const folder = plant({});
  for (const name of ["docs", "schemas"]) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  const check = () =>
    spawnSync(
      process.execPath,
      ["scripts/run-ts.mjs", "scripts/generate/documents.ts", "--check", "--root", folder],
      {
        cwd: ROOT,
        encoding: "utf8",
      },
    );
  expect(check()).toMatchObject({ status: 0 });
  appendFileSync(join(folder, "docs/reference/errors.md"), "by hand\n");
  const { status, stderr } = check();
  expect(status).toBe(1);
  expect(stderr).toContain("docs/reference/errors.md");
});
