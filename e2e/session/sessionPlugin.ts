import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/** AWS's own session-manager-plugin, or why there is none on this machine. */
export type SessionPlugin =
  | { readonly kind: "ready"; readonly title: string; readonly directory: string }
  | { readonly kind: "missing"; readonly title: string; readonly reason: string };

const PROGRAM = "session-manager-plugin";
const PACKAGE = "github.com/aws/session-manager-plugin/src/sessionmanagerplugin-main";
/** Its repository has no module file: ours names the versions with which it builds, and their digests. */
const MODULE = join(import.meta.dirname, "plugin");
const BUILT = join(import.meta.dirname, "../../.venv", PROGRAM);
/** What go says when it reaches no proxy of modules, or is too old to know how to get a newer one. */
const NO_PROXY =
  /dial tcp|i\/o timeout|no such host|connection refused|TLS handshake|invalid go version|requires go >=|toolchain not available/;

/**
 * The plugin of the PATH, else one that is built from AWS's source by the machine's go.
 * @throws {Error} when the modules can be had and building fails all the same.
 */
export function prepareSessionPlugin(): SessionPlugin {
  const installed = spawnSync("sh", ["-c", `command -v ${PROGRAM}`], { encoding: "utf8" }).stdout.trim();
  if (installed !== "") return ready(dirname(installed));
  const module = readFileSync(join(MODULE, "go.sum"), "utf8");
  const stamp = join(BUILT, "go.sum");
  const isBuilt = existsSync(stamp) && readFileSync(stamp, "utf8") === module;
  const reason = isBuilt ? undefined : build();
  return reason === undefined
    ? ready(BUILT)
    : { kind: "missing", title: "AWS's own session-manager-plugin", reason };
}

/** Answers why it cannot be built here. */
function build(): string | undefined {
  if (spawnSync("go", ["version"]).status !== 0)
    return "it is not on the PATH, and there is no go to build it with";
  rmSync(BUILT, { recursive: true, force: true });
  mkdirSync(BUILT, { recursive: true });
  cpSync(join(MODULE, "go.mod"), join(BUILT, "go.mod"));
  cpSync(join(MODULE, "go.sum"), join(BUILT, "go.sum"));
  const { status, stderr } = spawnSync("go", ["build", "-mod=mod", "-o", PROGRAM, PACKAGE], {
    cwd: BUILT,
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: "-mod=mod" },
  });
  if (status === 0) return undefined;
  rmSync(BUILT, { recursive: true, force: true });
  if (NO_PROXY.test(stderr)) return "it is not on the PATH, and go cannot get its modules";
  throw new Error(`building the session-manager-plugin failed:\n${stderr}`);
}

function ready(directory: string): SessionPlugin {
  const { stdout } = spawnSync(join(directory, PROGRAM), ["--version"], { encoding: "utf8" });
  return { kind: "ready", title: `AWS's own session-manager-plugin ${stdout.trim()}`, directory };
}
