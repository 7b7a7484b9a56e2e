import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { preparePython } from "./pythonEnvironment.ts";

/** One set of AWS's own Python clients on this machine. */
export interface ForeignClients {
  readonly title: string;
  readonly awsPath: string;
  /** A Python that has boto3. */
  readonly pythonPath: string;
}

/** Clients to test with, and why others are not on this machine. */
export interface PreparedClients {
  readonly clients: readonly ForeignClients[];
  readonly missing: readonly { readonly title: string; readonly reason: string }[];
}

const NEWEST = "the newest of the Python index";
const DEBIAN = "Debian's own";

/**
 * Makes the clients ready: Debian's `awscli` and `python3-boto3`, and the newest `awscli` and `boto3`.
 * @throws {Error} when the Python index answers and installing fails.
 */
export function prepareClients(): PreparedClients {
  const python = preparePython("aws", ["awscli", "boto3"]);
  const debian = prepareDebian();
  const clients: ForeignClients[] = [];
  const missing: { title: string; reason: string }[] = [];
  if (debian === undefined)
    clients.push({ title: DEBIAN, awsPath: "/usr/bin/aws", pythonPath: "/usr/bin/python3" });
  else missing.push({ title: DEBIAN, reason: debian });
  if (python.kind === "ready")
    clients.push({
      title: NEWEST,
      awsPath: join(python.binPath, "aws"),
      pythonPath: join(python.binPath, "python"),
    });
  else missing.push({ title: NEWEST, reason: python.reason });
  return { clients, missing };
}

/** Installs Debian's clients when they are missing; answers why that is not possible here. */
function prepareDebian(): string | undefined {
  if (hasDebian()) return undefined;
  if (!existsSync("/usr/bin/apt-get")) return "this is no Debian";
  if (process.getuid?.() !== 0) return "run as root: apt-get install awscli python3-boto3";
  const install = ["install", "-y", "--no-install-recommends", "awscli", "python3-boto3"];
  if (aptGet(install) || (aptGet(["update"]) && aptGet(install))) return undefined;
  return "apt-get cannot install awscli and python3-boto3";
}

function hasDebian(): boolean {
  if (!existsSync("/usr/bin/aws") || !existsSync("/usr/bin/python3")) return false;
  return spawnSync("/usr/bin/python3", ["-c", "import boto3"]).status === 0;
}

function aptGet(args: readonly string[]): boolean {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("apt-get", args, { env: environment, stdio: "ignore" }).status === 0;
}
