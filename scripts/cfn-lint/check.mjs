#!/usr/bin/env node
// Lints every CloudFormation template of trainyard with cfn-lint, or the files that are named: any finding fails.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CFN_LINT_VERSION = "1.58.0";
const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const VENV = join(ROOT, ".venv/cfn-lint");
const STAMP = join(VENV, "installed-version");

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: "inherit", ...options });
  if (result.error !== undefined || result.status !== 0) {
    const why = result.error === undefined ? `ended with ${result.status}` : result.error.message;
    throw new Error(`${command} ${args.slice(0, 4).join(" ")} ${why}`);
  }
}

/** Installs cfn-lint into an environment of its own, once per version. */
function install() {
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === CFN_LINT_VERSION) return;
  console.error(`installing cfn-lint ${CFN_LINT_VERSION} into .venv/cfn-lint`);
  rmSync(VENV, { recursive: true, force: true });
  try {
    run("python3", ["-m", "venv", VENV]);
  } catch (error) {
    throw new Error("python3 with its venv module is needed: apt-get install python3-venv", { cause: error });
  }
  const pip = ["install", "--quiet", "--disable-pip-version-check", `cfn-lint==${CFN_LINT_VERSION}`];
  run(join(VENV, "bin/pip"), pip, { stdio: ["ignore", "ignore", "inherit"] });
  writeFileSync(STAMP, CFN_LINT_VERSION);
}

function lint(files) {
  const args = ["--regions", "us-west-2", "eu-west-2", "--format", "parseable", "--", ...files];
  const result = spawnSync(join(VENV, "bin/cfn-lint"), args, { cwd: ROOT, stdio: "inherit" });
  return result.status ?? 1;
}

function check(named) {
  install();
  if (named.length > 0) return lint(named);
  const folder = mkdtempSync(join(tmpdir(), "trainyard-templates-"));
  try {
    run(process.execPath, ["scripts/run-ts.mjs", "scripts/cfn-lint/writeTemplates.ts", folder], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const files = readdirSync(folder).map((name) => join(folder, name));
    const status = lint(files);
    if (status === 0) console.log(`cfn-lint ${CFN_LINT_VERSION}: ${files.length} templates, no finding`);
    return status;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  process.exitCode = check(process.argv.slice(2)) === 0 ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
