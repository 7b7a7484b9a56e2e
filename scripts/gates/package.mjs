// The npm package: its shape, its list of files and its size.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../lib/stamps.mjs";

const LARGEST_UNPACKED_MB = 30;
const ALLOWED = [
  /^package\.json$/,
  /^(README|LICENSE|CHANGELOG)(\.md)?$/,
  /^bin\/trainyard\.js$/,
  /^dist\/(main\.js|chunks\/.+|library\/.+|schemas\/.+|.+\.LEGAL\.txt|examples\/.+)$/,
];

const folder = mkdtempSync(join(tmpdir(), "trainyard-pack-"));
try {
  const [pack] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const problems = problemsOf(pack);
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

function problemsOf(pack) {
  const stray = pack.files
    .map(({ path }) => path)
    .filter((path) => !ALLOWED.some((pattern) => pattern.test(path)));
  const problems = stray.map((path) => `${path} does not belong into the package`);
  if (pack.unpackedSize > LARGEST_UNPACKED_MB * 1e6)
    problems.push(`unpacked ${(pack.unpackedSize / 1e6).toFixed(1)} MB, more than ${LARGEST_UNPACKED_MB}`);
  for (const needed of [
    "bin/trainyard.js",
    "dist/main.js",
    "dist/library/index.js",
    "dist/library/index.d.ts",
    "LICENSE",
    "README.md",
  ])
    if (!pack.files.some(({ path }) => path === needed)) problems.push(`${needed} is missing`);
  return problems;
}
