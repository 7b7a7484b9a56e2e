// The npm package: its shape, its list of files and its size.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../lib/stamps.mjs";
import { packageProblems } from "./packageProblems.mjs";

const folder = mkdtempSync(join(tmpdir(), "trainyard-pack-"));
try {
  const [pack] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const problems = packageProblems(pack);
  const tarball = join(folder, pack.filename);
  execFileSync("node_modules/.bin/publint", ["run", "--strict", tarball], { cwd: ROOT, stdio: "pipe" });
  execFileSync(
    "node_modules/.bin/attw",
    [tarball, "--profile", "esm-only", "--exclude-entrypoints", "package.json"],
    { cwd: ROOT, stdio: "pipe" },
  );
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    process.exit(1);
  }
  console.log(
    `${pack.files.length} files, ${(pack.size / 1e6).toFixed(1)} MB packed, ${(pack.unpackedSize / 1e6).toFixed(1)} MB unpacked`,
  );
} catch (error) {
  console.error(String(error.stdout ?? ""), String(error.stderr ?? error));
  process.exit(1);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
