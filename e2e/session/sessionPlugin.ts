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
const MODULE = "e2e/session/plugin";
const BUILT = join(".venv", PROGRAM);
const ROOT = join(import.meta.dirname, "../..");
/** What go says when it reaches no proxy of modules, or is too old to know how to get a newer one. */
const NO_PROXY =
  /dial tcp|i\/o timeout|no such host|connection refused|TLS handshake|invalid go version|requires go >=|toolchain not available/;

/**
 * The plugin of the PATH, else one that is built from AWS's source by the machine's go.
 *
 * @param root - the workspace, where the caller was bundled to another place.
 * @throws {Error} when the modules can be had and building fails all the same.
 */
export function prepareSessionPlugin(root = ROOT): SessionPlugin {
  const installed = spawnSync("sh", ["-c", `command -v ${PROGRAM}`], { encoding: "utf8" }).stdout.trim();
  if (installed !== "") return ready(dirname(installed));
  const [module, built] = [join(root, MODULE), join(root, BUILT)];
  const stamp = join(built, "go.sum");
  const digests = readFileSync(join(module, "go.sum"), "utf8");
  const isBuilt = existsSync(stamp) && readFileSync(stamp, "utf8") === digests;
  const reason = isBuilt ? undefined : build(module, built);
  return reason === undefined
    ? ready(built)
    : { kind: "missing", title: "AWS's own session-manager-plugin", reason };
}

/** Answers why it cannot be built here. */
function build(module: string, built: string): string | undefined {
  if (spawnSync("go", ["version"]).status !== 0)
    return "it is not on the PATH, and there is no go to build it with";
  rmSync(built, { recursive: true, force: true });
  mkdirSync(built, { recursive: true });
  for (const file of ["go.mod", "go.sum"]) cpSync(join(module, file), join(built, file));
  const { status, stderr } = spawnSync("go", ["build", "-mod=mod", "-o", PROGRAM, PACKAGE], {
    cwd: built,
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: "-mod=mod" },
  });
  if (status === 0) return undefined;
  rmSync(built, { recursive: true, force: true });
  if (NO_PROXY.test(stderr)) return "it is not on the PATH, and go cannot get its modules";
  throw new Error(`building the session-manager-plugin failed:\n${stderr}`);
}

function ready(directory: string): SessionPlugin {
  const { stdout } = spawnSync(join(directory, PROGRAM), ["--version"], { encoding: "utf8" });
  return { kind: "ready", title: `AWS's own session-manager-plugin ${stdout.trim()}`, directory };
}
