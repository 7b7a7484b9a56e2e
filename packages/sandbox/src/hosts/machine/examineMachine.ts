import { lstat, mkdir, mkdtemp, readFile, rm, statfs } from "node:fs/promises";
import { homedir, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { layerRecipe } from "../layer/LayerRecipe.ts";
import { hasLayer, layerCacheDirectory } from "../layer/ensureLayer.ts";
import { runProgram } from "../namespaces/runProgram.ts";
import type { MachineCheck, MachineReport } from "./MachineReport.ts";
import { missingPrograms } from "./missingPrograms.ts";
import { PROBE_SCRIPT } from "./probeScript.ts";

const LEAST_DISK_MIB = 500;
const LEAST_MEMORY_MIB = 1024;
const MIB = 2 ** 20;
const PROBE_LIMIT_MS = 10_000;

/** Looks at what this machine allows; nothing is left of it but an empty directory for packages. */
export async function examineMachine(): Promise<MachineReport> {
  if (process.platform !== "linux")
    return simulated([check("linux", false, `real hosts need Linux, this is ${process.platform}`)]);
  const root = process.getuid?.() === 0;
  const checks: MachineCheck[] = [
    check("linux", true, "this is Linux"),
    check(
      "root",
      root,
      root ? "trainyard runs as root" : "real hosts need root, trainyard runs as another user",
    ),
    await userNamespaces(),
    await programs(),
    await mergedUsr(),
  ];
  if (checks.every(({ outcome }) => outcome !== "failed")) checks.push(...(await probe()));
  checks.push(await packageManager(), await disk(), memory());
  if (checks.some(({ outcome }) => outcome === "failed")) return simulated(checks);
  checks.push(await packages());
  return { driver: "namespaces", reason: "hosts are sets of Linux namespaces, with real Slurm", checks };
}

function simulated(checks: readonly MachineCheck[]): MachineReport {
  const failed = checks.filter(({ outcome }) => outcome === "failed").map(({ message }) => message);
  return { driver: "simulated", reason: `hosts are simulated: ${failed.join("; ")}`, checks };
}

function check(name: MachineCheck["name"], passed: boolean, message: string): MachineCheck {
  return { name, outcome: passed ? "passed" : "failed", message };
}

async function userNamespaces(): Promise<MachineCheck> {
  const most = Number(await textOf("/proc/sys/user/max_user_namespaces"));
  const restricted = (await textOf("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")) === "1";
  const forbidden = (await textOf("/proc/sys/kernel/unprivileged_userns_clone")) === "0";
  const allowed = most > 0 && !restricted && !forbidden;
  const message = `the kernel ${allowed ? "lets" : "does not let"} other users make namespaces; hosts do not use that`;
  return { name: "user-namespaces", outcome: "note", message };
}

async function programs(): Promise<MachineCheck> {
  const missing = await missingPrograms();
  if (missing.length === 0) return check("programs", true, "all programs that hosts are made with are there");
  return check("programs", false, `these programs are missing or too old: ${missing.join(", ")}`);
}

async function mergedUsr(): Promise<MachineCheck> {
  const merged = (await lstat("/bin")).isSymbolicLink();
  return check("merged-usr", merged, merged ? "/bin is /usr/bin" : "/bin is a directory beside /usr/bin");
}

async function probe(): Promise<MachineCheck[]> {
  const cache = layerCacheDirectory();
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const directory = await mkdtemp(join(cache, "probe-"));
  try {
    const namespaces = ["--mount", "--propagation", "private", "--pid", "--net", "--uts", "--ipc", "--fork"];
    const { stdout, stderr } = await runProgram(
      "unshare",
      [...namespaces, "--kill-child", "sh", "-c", PROBE_SCRIPT, "probe", directory],
      { timeoutMs: PROBE_LIMIT_MS },
    );
    const words = new Set(stdout.split("\n"));
    const why = stderr.trim().split("\n").join(", ");
    return (["namespaces", "overlay", "devices", "network"] as const).map((name) =>
      check(name, words.has(name), words.has(name) ? THINGS[name] : `no ${THINGS[name]}: ${why}`),
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const THINGS = {
  namespaces: "namespaces can be made",
  overlay: "overlays can be mounted where the packages are kept",
  devices: "devices can be made",
  network: "bridges and virtual links can be made",
} as const;

async function packageManager(): Promise<MachineCheck> {
  const release = (await textOf("/etc/os-release")) ?? "";
  const debian = /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(release)?.[1] ?? "this system";
  return check(
    "package-manager",
    debian,
    debian ? `${name} has Slurm's packages` : `${name} has none of the packages of Debian or Ubuntu`,
  );
}

async function packages(): Promise<MachineCheck> {
  const { key } = await layerRecipe("slurm");
  const built = await hasLayer(key);
  return {
    name: "packages",
    outcome: built ? "passed" : "note",
    message: built
      ? "the packages of hosts are there"
      : "the packages of hosts are installed into a directory of their own at the first use, once (about 20 s)",
  };
}

async function disk(): Promise<MachineCheck> {
  let directory = layerCacheDirectory();
  while (directory !== dirname(directory) && (await isMissing(directory))) directory = dirname(directory);
  const { bavail, bsize } = await statfs(directory === "" ? homedir() : directory);
  const freeMiB = Math.floor((bavail * bsize) / MIB);
  return check("disk", freeMiB >= LEAST_DISK_MIB, `${freeMiB} MiB are free in ${directory}`);
}

function memory(): MachineCheck {
  const memoryMiB = Math.floor(totalmem() / MIB);
  const enough = memoryMiB >= LEAST_MEMORY_MIB;
  const message = `the machine has ${memoryMiB} MiB of memory, a host with slurmd takes about 5`;
  return { name: "memory", outcome: enough ? "passed" : "note", message };
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function isMissing(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return false;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return true;
    throw error;
  }
}
