import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isDiskFull } from "../../state/isDiskFull.ts";
import type { HostMount, HostSpec } from "../HostDriver.ts";
import type { HostRights } from "./HostRights.ts";
import { keptOptions } from "./mountOptions.ts";
import { environmentWords, hostEnvironment, profileText, sshdConfiguration } from "./hostEnvironment.ts";

/** Directories of a host that outlive it until it is terminated. */
const DISK_PARTS = { var: "/var", home: "/home", root: "/root", opt: "/opt", srv: "/srv" } as const;
const DISK_DIRECTORIES = Object.keys(DISK_PARTS).map((name) => `disk/${name}`);
const VAR_DIRECTORIES = ["cache", "empty", "lib", "log", "mail", "opt", "spool"];
const DEVICES = ["null", "zero", "full", "random", "urandom", "tty"];
const LONGEST_CONSOLE_BYTES = 65_536;

/** What lies on this machine's disk for one host. */
export class HostFiles {
  readonly path: string;
  readonly #hostsDirectory: string;
  readonly #rights: HostRights;

  constructor(hostsDirectory: string, instanceId: string, rights: HostRights) {
    this.#hostsDirectory = hostsDirectory;
    this.#rights = rights;
    this.path = join(hostsDirectory, instanceId);
  }

  /** Writes what the host's start reads; what the host wrote itself when it ran before is left. */
  prepare(spec: HostSpec): void {
    rmSync(join(this.path, "work"), { recursive: true, force: true });
    for (const part of ["etc/ssh", "etc/profile.d", "work", "disk/opt/trainyard/bin", ...DISK_DIRECTORIES])
      makeDirectory(join(this.path, part));
    if (!existsSync(join(this.path, "disk/var/tmp"))) this.#fillVar();
    writeFileSync(join(this.path, "disk/opt/trainyard/bin/node"), "");
    for (const mount of spec.program?.mounts ?? [])
      if (mount.readOnly !== true && !existsSync(mount.source)) makeDirectory(mount.source);
    const environment = hostEnvironment(spec);
    this.#write("etc/profile.d/trainyard.sh", profileText(environment));
    this.#write("etc/ssh/trainyard.conf", sshdConfiguration(environment));
    const { user, program } = spec;
    const ofBoot = { ...environment, ...program?.boot?.environment };
    const words = environmentWords({
      ...ofBoot,
      ...(user?.publicKey === undefined ? {} : { TRAINYARD_PUBLIC_KEY: user.publicKey.trim() }),
    });
    this.#write("environment", endedByNul(words));
    this.#write("boot", endedByNul(program?.boot?.argv ?? []));
    this.#write("fstab", this.#fileSystems(spec));
  }

  console(): string {
    const path = join(this.path, "console.log");
    if (!existsSync(path)) return "";
    const file = openSync(path, "r");
    try {
      const { size } = fstatSync(file);
      const buffer = Buffer.alloc(Math.min(size, LONGEST_CONSOLE_BYTES));
      const count = readSync(file, buffer, 0, buffer.length, size - buffer.length);
      return buffer.subarray(0, count).toString();
    } finally {
      closeSync(file);
    }
  }

  /** Adds a line to the console; on a full disk it is not kept. */
  note(line: string): void {
    try {
      mkdirSync(this.path, { recursive: true });
      writeFileSync(join(this.path, "console.log"), `${line}\n`, { flag: "a" });
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }

  #fillVar(): void {
    const path = join(this.path, "disk/var");
    for (const name of VAR_DIRECTORIES) makeDirectory(join(path, name));
    symlinkSync("/run", join(path, "run"));
    symlinkSync("/run/lock", join(path, "lock"));
    mkdirSync(join(path, "tmp"));
    chmodSync(join(path, "tmp"), 0o1777);
  }

  #write(name: string, text: string): void {
    const mode = name.startsWith("etc/") ? 0o644 : 0o600;
    writeFileSync(join(this.path, name), text, { mode });
  }

  #fileSystems(spec: HostSpec): string {
    const layer = spec.program?.packages ?? "slurm";
    const { overlayOptions, lowerEtc } = this.#rights;
    const lower = [`ns/etc-${layer}-${spec.user?.name ?? "root"}`, `ns/layer-${layer}/etc`, lowerEtc ?? []];
    const etc = [
      `${overlayOptions}lowerdir=${lower.flat().join(":")}`,
      `upperdir=${spec.instanceId}/etc`,
      `workdir=${spec.instanceId}/work`,
    ];
    const names = join(this.#hostsDirectory, "names", spec.vpcId ?? "");
    const lines = [
      this.#bind(join(this.#hostsDirectory, "ns", `usr-${layer}`), "/usr"),
      this.#line("overlay", "/etc", "overlay", etc.join(",")),
      ...Object.entries(DISK_PARTS).map(([name, target]) =>
        this.#bind(join(this.path, "disk", name), target),
      ),
      ...this.#devices(spec.gpuCount ?? 0),
      this.#line("sysfs", "/sys", "sysfs", "ro"),
      this.#line("devpts", "/dev/pts", "devpts", "newinstance,ptmxmode=0666,mode=620,gid=5"),
      this.#line("shm", "/dev/shm", "tmpfs", "mode=1777"),
      this.#bind(names, "/run/trainyard/names"),
      this.#bindReadOnly(process.execPath, "/opt/trainyard/bin/node"),
      ...(spec.program?.mounts ?? []).map((mount) => this.#mount(mount)),
    ];
    return lines.join("");
  }

  #mount({ source, target, readOnly }: HostMount): string {
    return readOnly === true ? this.#bindReadOnly(source, target) : this.#bind(source, target);
  }

  /** GPUs have no driver behind them: whatever device is in their places would do. */
  #devices(gpuCount: number): string[] {
    if (this.#rights.devices === "made") return [];
    const gpus = Array.from({ length: gpuCount }, (_, index) => `nvidia${index}`);
    return [
      ...DEVICES.map((name) => this.#bind(`/dev/${name}`, `/dev/${name}`)),
      ...gpus.map((name) => this.#bind("/dev/null", `/dev/${name}`)),
    ];
  }

  #bindReadOnly(source: string, target: string): string {
    const kept = keptOptions(readFileSync("/proc/self/mountinfo", "utf8"), realpathSync(source));
    return this.#bind(source, target, ["ro", ...kept]);
  }

  #bind(source: string, target: string, options: readonly string[] = []): string {
    return this.#line(source, target, "none", ["bind", "X-mount.mkdir", ...options].join(","));
  }

  #line(source: string, target: string, type: string, options: string): string {
    const root = join(this.#hostsDirectory, "ns", "root");
    return `${[source, join(root, target), type, options].map(escapeField).join(" ")}\n`;
  }
}

/** Readable for every user of the hosts, whatever this process's umask is. */
function makeDirectory(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}

/** As fstab(5) wants white space and backslashes. */
function escapeField(field: string): string {
  return field.replaceAll(
    /[\s\\#]/g,
    (character) => `\\${(character.codePointAt(0) ?? 0).toString(8).padStart(3, "0")}`,
  );
}

function endedByNul(words: readonly string[]): string {
  return words.map((word) => `${word}\0`).join("");
}
