import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import type { HostDriver, HostSpec } from "../../packages/sandbox/src/hosts/HostDriver.ts";
import { ensureLayer } from "../../packages/sandbox/src/hosts/layer/ensureLayer.ts";
import { examineMachine } from "../../packages/sandbox/src/hosts/machine/examineMachine.ts";
import { createNamespaceHosts } from "../../packages/sandbox/src/hosts/namespaces/createNamespaceHosts.ts";

/** The reason why this machine cannot run real hosts, printed once; undefined when it can. */
export async function whyNoHosts(): Promise<string | undefined> {
  const { driver, reason: why } = await examineMachine();
  // These tests make hosts in their own process; `rootless/` runs them once more as another user.
  const isRoot = process.getuid?.() === 0;
  if (driver === "namespaces" && isRoot) {
    // Where the packages are yet to be installed no test has to wait for them.
    await ensureLayer({ packages: "slurm" });
    return undefined;
  }
  const reason = isRoot ? why : "they run as root";
  process.stderr.write(`tests of real hosts are left out: ${reason}\n`);
  return reason;
}

export interface RealHosts {
  readonly driver: HostDriver;
  readonly directory: string;
  /** Errors of the driver, to be expected empty. */
  readonly defects: readonly string[];
  /** How many holds of modelled time are open. */
  holdCount(): number;
  run(spec: HostSpec): Promise<string>;
  /** Runs as root, or `user@`, and answers what was printed; throws when the command fails. */
  on(instanceId: string, ...argv: string[]): Promise<string>;
  /** Closes the driver and removes its directory. */
  end(): Promise<void>;
}

export type RealHostsOptions = Partial<Parameters<typeof createNamespaceHosts>[0]>;

export function createRealHosts(options: RealHostsOptions = {}): RealHosts {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), "trainyard hosts-"));
  const defects: string[] = [];
  let holds = 0;
  const driver = createNamespaceHosts({
    directory,
    layerDirectory: (packages) => ensureLayer({ packages }),
    hold() {
      holds += 1;
      return () => void (holds -= 1);
    },
    onDefect: (error, what) => void defects.push(`${what}: ${String(error)}`),
    ...options,
  });
  return {
    driver,
    directory,
    defects,
    holdCount: () => holds,
    run: (spec) => new Promise((resolve) => driver.run(spec, resolve)),
    async on(instanceId, ...argv) {
      const { exitCode, stdout, stderr } = await driver.execute(instanceId, { argv });
      if (exitCode !== 0) throw new Error(`${argv.join(" ")} ended with ${exitCode}: ${stderr}${stdout}`);
      return stdout.trim();
    },
    async end() {
      await driver.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Processes that have to do with a directory, by their command lines or by what they have mounted. */
export function processesAbout(directory: string): string[] {
  const real = realpathSync(directory);
  const mounted = real.replaceAll(" ", String.raw`\040`);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      const commandLine = contentOf(`/proc/${pid}/cmdline`);
      return commandLine.includes(real) || contentOf(`/proc/${pid}/mountinfo`).includes(mounted);
    })
    .map((pid) => `${pid} ${contentOf(`/proc/${pid}/cmdline`).replaceAll("\0", " ").slice(0, 200)}`);
}

/** What this machine has mounted below a directory, and what mount(8) remembers of it. */
export function mountsBelow(directory: string): string[] {
  const text = `${readFileSync("/proc/self/mounts", "utf8")}${contentOf("/run/mount/utab")}`;
  const path = realpathSync(directory).replaceAll(" ", String.raw`\040`);
  return text.split("\n").filter((line) => line.includes(path));
}

/** Links, addresses and routes of this machine. */
export function machineNetwork(): string {
  return [ip("-o", "link"), ip("-4", "-o", "address"), ip("route", "show", "table", "all")]
    .join("\n")
    .replaceAll(/valid_lft.*/g, "");
}

function ip(...argv: string[]): string {
  return execFileSync("ip", argv, { encoding: "utf8" });
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // the process has ended
    return "";
  }
}
