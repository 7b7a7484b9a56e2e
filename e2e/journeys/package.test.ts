import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = dirname(dirname(import.meta.dirname));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trainyard-package-"));
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], {
    cwd: ROOT,
    stdio: "ignore",
  });
  const [tarball] = readdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "name": "empty", "private": true, "type": "module" }\n');
  execFileSync("npm", ["install", "--no-audit", "--no-fund", join(folder, tarball ?? "")], {
    cwd: folder,
    stdio: "ignore",
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function inFolder(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

test("the package installs into an empty folder and says its version", () => {
  expect(inFolder("npx", "trainyard", "--version")).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("the installed package runs the main job", () => {
  expect(inFolder("npx", "trainyard", "demo")).toContain("CREATE_COMPLETE");
});

test("the library can be imported and reads a project file", () => {
  const script =
    'import { loadProject } from "trainyard";\n' +
    'console.log(loadProject("name: a\\nregion: us-west-2\\ncapacity: { reservation: cr-0123456789abcdef0 }\\n", { fileName: "x" }).project.name);\n';
  writeFileSync(join(folder, "use.mjs"), script);
  expect(inFolder(process.execPath, "use.mjs")).toBe("a\n");
});
