import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Programs of a virtual environment, or why there are none on this machine. */
export type PythonEnvironment =
  | { readonly kind: "ready"; readonly binPath: string }
  | { readonly kind: "unreachable"; readonly reason: string };

const ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));
const STAMP = "trainyard-packages.txt";
/** What pip says when it reaches no index at all. */
const NO_INDEX =
  /NewConnectionError|Temporary failure in name resolution|Connection refused|Network is unreachable|Read timed out|ProxyError/;

/**
 * The virtual environment `.venv/<name>` with the newest versions of packages from the Python index, made when
 * it is missing. @throws {Error} when the index answers and installing fails all the same.
 */
export function preparePython(name: string, packages: readonly string[]): PythonEnvironment {
  const path = join(ROOT, ".venv", name);
  const binPath = join(path, "bin");
  const wanted = packages.join("\n");
  const stamp = join(path, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return { kind: "ready", binPath };
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { recursive: true, force: true });
  run("python3", ["-m", "venv", path], "On Debian: apt-get install python3-venv");
  const install = spawnSync(
    join(binPath, "pip"),
    ["install", "--quiet", "--disable-pip-version-check", ...packages],
    {
      encoding: "utf8",
    },
  );
  if (install.status !== 0) {
    rmSync(path, { recursive: true, force: true });
    if (NO_INDEX.test(install.stderr))
      return { kind: "unreachable", reason: "the Python index cannot be reached" };
    throw new Error(`pip install ${packages.join(" ")} failed:\n${install.stderr}`);
  }
  writeFileSync(stamp, wanted);
  return { kind: "ready", binPath };
}

function run(command: string, args: readonly string[], hint: string): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0)
    throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? stderr}\n${hint}`);
}

/** The workspace, from here or from where a bench was bundled to. */
function findRoot(from: string): string {
  if (existsSync(join(from, "package-lock.json"))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error("the workspace was not found");
  return findRoot(parent);
}
