import { lstat, mkdir, mkdtemp, readFile, rm, statfs } from "node:fs/promises";
import { homedir, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { layerRecipe } from "../layer/LayerRecipe.ts";
import { hasLayer, layerCacheDirectory } from "../layer/ensureLayer.ts";
import { resultOf, runProgram } from "../namespaces/runProgram.ts";
import type { ProgramResult } from "../HostDriver.ts";
import { HostError } from "../HostError.ts";
import { spawnInUserNamespace, type UserNamespaceOptions } from "../userNamespace/spawnInUserNamespace.ts";
import type { UserRanges } from "../userNamespace/userRanges.ts";
import { examineRights, type MachineRights } from "./examineRights.ts";
import { machineCheck, type MachineCheck, type MachineReport } from "./MachineReport.ts";
import { missingPrograms } from "./missingPrograms.ts";
import { PROBE_SCRIPT } from "./probeScript.ts";

const LEAST_DISK_MIB = 500;
const LEAST_MEMORY_MIB = 1024;
const MIB = 2 ** 20;
const PROBE_LIMIT_MS = 10_000;

/** Looks at what this machine allows; nothing is left of it but an empty directory for packages. */
export async function examineMachine(): Promise<MachineReport> {
  if (process.platform !== "linux")
    return simulated([machineCheck("linux", false, `real hosts need Linux, this is ${process.platform}`)]);
  const rights = await examineRights();
  const packaged = packages(rights);
  // It is asked for only at the end, and may have failed by then.
  packaged.catch(() => undefined);
  const checks: MachineCheck[] = [
    machineCheck("linux", true, "this is Linux"),
    ...rights.checks,
    ...(await Promise.all([programs(), mergedUsr()])),
  ];
  if (checks.every(({ outcome }) => outcome !== "failed")) checks.push(...(await probe(rights)));
  checks.push(await packageManager(), await disk(), memory());
  if (checks.some(({ outcome }) => outcome === "failed")) return simulated(checks);
  checks.push(await packaged);
  const where = rights.limited ? "in a user namespace, with real Slurm" : "with real Slurm";
  return { driver: "namespaces", reason: `hosts are sets of Linux namespaces ${where}`, checks };
}

function simulated(checks: readonly MachineCheck[]): MachineReport {
  const failed = checks.filter(({ outcome }) => outcome === "failed").map(({ message }) => message);
  return { driver: "simulated", reason: `hosts are simulated: ${failed.join("; ")}`, checks };
}

async function programs(): Promise<MachineCheck> {
  const missing = await missingPrograms();
  if (missing.length === 0)
    return machineCheck("programs", true, "all programs that hosts are made with are there");
  return machineCheck("programs", false, `these programs are missing or too old: ${missing.join(", ")}`);
}

async function mergedUsr(): Promise<MachineCheck> {
  const merged = (await lstat("/bin")).isSymbolicLink();
  return machineCheck(
    "merged-usr",
    merged,
    merged ? "/bin is /usr/bin" : "/bin is a directory beside /usr/bin",
  );
}

async function probe({ ranges, limited }: MachineRights): Promise<MachineCheck[]> {
  const cache = layerCacheDirectory();
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const directory = await mkdtemp(join(cache, "probe-"));
  const namespaces = ["--mount", "--propagation", "private", "--pid", "--net", "--uts", "--ipc", "--fork"];
  const script = ["sh", "-c", PROBE_SCRIPT, "probe", directory, limited ? "bound" : "made"];
  const argv = [...namespaces, "--kill-child", ...script, limited ? "userxattr," : ""];
  try {
    const { stdout, stderr } = await runProbe(argv, ranges);
    const words = new Set(stdout.split("\n"));
    const why = stderr.trim().split("\n").join(", ");
    return THINGS.map(([name, message]) =>
      machineCheck(name, words.has(name), words.has(name) ? message : `it is not so that ${message}: ${why}`),
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function runProbe(argv: readonly string[], ranges: UserRanges | undefined): Promise<ProgramResult> {
  if (ranges === undefined) return runProgram("unshare", argv, { timeoutMs: PROBE_LIMIT_MS });
  const stdio: UserNamespaceOptions["stdio"] = ["ignore", "pipe", "pipe"];
  try {
    const options = { ranges, environment: process.env, stdio, detached: false };
    const child = await spawnInUserNamespace(["unshare", ...argv], options);
    return await resultOf(child, "unshare", PROBE_LIMIT_MS);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { exitCode: 1, stdout: "", stderr: error.message };
  }
}

const THINGS = [
  ["namespaces", "namespaces can be made"],
  ["overlay", "overlays of /usr can be mounted where the packages are kept"],
  ["devices", "hosts can have devices"],
  ["file-systems", "/sys and terminals can be mounted"],
  ["network", "bridges, virtual links and names can be made"],
] as const;

async function packageManager(): Promise<MachineCheck> {
  const release = (await textOf("/etc/os-release")) ?? "";
  const debian = /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(release)?.[1] ?? "this system";
  return machineCheck(
    "package-manager",
    debian,
    debian ? `${name} has Slurm's packages` : `${name} has none of the packages of Debian or Ubuntu`,
  );
}

async function packages({ limited }: MachineRights): Promise<MachineCheck> {
  const { key } = await layerRecipe("slurm", limited);
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
  return machineCheck("disk", freeMiB >= LEAST_DISK_MIB, `${freeMiB} MiB are free in ${directory}`);
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
