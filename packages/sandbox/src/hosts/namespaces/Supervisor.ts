import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { HostError } from "../HostError.ts";
import type { HostRights } from "./HostRights.ts";
import { oomKills } from "./oomKills.ts";
import { COMMAND_SCRIPT } from "./scripts/commandScript.ts";
import { INIT_SCRIPT } from "./scripts/initScript.ts";
import { LAUNCH_SCRIPT } from "./scripts/launchScript.ts";
import { SUPERVISOR_SCRIPT } from "./scripts/supervisorScript.ts";
import { TERMINAL_SCRIPT } from "./scripts/terminalScript.ts";

export interface SupervisorEvents {
  readonly onRunning: (instanceId: string, launcherPid: string) => void;
  readonly onEnded: (instanceId: string) => void;
  /** The supervisor ended without being asked to, and all hosts with it. */
  readonly onLost: (reason: string) => void;
}

const LONGEST_ERRORS = 4096;

/** The process whose end ends every host: when this process dies, by whatever cause, it and all below it are killed. */
export class Supervisor {
  readonly #child: ChildProcess;
  readonly #events: SupervisorEvents;
  readonly #layers = new Map<string, () => void>();
  readonly #ready: Promise<void>;
  readonly #ended: Promise<void>;
  #errors = "";
  #closing = false;
  #markReady: () => void = () => undefined;

  constructor(directory: string, rights: HostRights, events: SupervisorEvents) {
    this.#events = events;
    const firstOomKills = oomKills();
    this.#child = spawn("setpriv", commandOf(directory, rights), {
      stdio: ["pipe", "pipe", "pipe"],
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    });
    const { stdin, stdout, stderr } = this.#child;
    this.#ended = new Promise((resolve) => {
      this.#child.once("close", (_, signal) => {
        if (signal !== null && !this.#closing) this.#errors += whatKilled(signal, oomKills() - firstOomKills);
        resolve();
      });
      this.#child.once("error", (error) => {
        this.#errors += error.message;
        resolve();
      });
    });
    this.#ready = new Promise((resolve, reject) => {
      this.#markReady = resolve;
      void this.#ended.then(() => reject(this.#failure()));
    });
    this.#ready.catch(() => undefined);
    stdin?.on("error", () => undefined);
    stderr?.on("data", (chunk: Buffer) => {
      this.#errors = `${this.#errors}${chunk.toString()}`.slice(-LONGEST_ERRORS);
    });
    if (stdout !== null) createInterface({ input: stdout }).on("line", (line) => this.#read(line));
    void this.#reportLoss();
  }

  /** Resolves when hosts can be started. @throws {HostError} `HOST_FAILED` when the machine does not let it. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** Makes a directory of packages known as `name`. */
  async addLayer(name: string, directory: string): Promise<void> {
    if (directory.includes("\n")) throw new HostError("HOST_FAILED", "a layer's path has a line break");
    await this.#ready;
    const added = new Promise<void>((resolve, reject) => {
      this.#layers.set(name, resolve);
      void this.#ended.then(() => reject(this.#failure()));
    });
    this.#send(`layer ${name} ${directory}`);
    await added;
  }

  run(tokens: readonly string[]): void {
    this.#send(["run", ...tokens.map(checkToken)].join(" "));
  }

  signal(instanceId: string, signal: "TERM" | "KILL", stage: "launching" | "running"): void {
    this.#send(["signal", checkToken(instanceId), signal, stage].join(" "));
  }

  /** Arguments for `nsenter` that enter the supervisor's processes and mounts; a command follows. */
  enterArguments(): string[] {
    const namespaces = `/proc/${this.#child.pid ?? 0}/ns`;
    return [`--mount=${namespaces}/mnt`, `--pid=${namespaces}/pid_for_children`, "--"];
  }

  /** Ends all hosts and resolves when no process is left. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#child.stdin?.end();
    await this.#ended;
  }

  #send(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  #read(line: string): void {
    const [word, name = "", pid = ""] = line.split(" ");
    switch (word) {
      case "ready":
        return this.#markReady();
      case "layer":
        return this.#layers.get(name)?.();
      case "running":
        return this.#events.onRunning(name, pid);
      case "ended":
        return this.#events.onEnded(name);
      default:
        this.#errors += `${line}\n`;
    }
  }

  async #reportLoss(): Promise<void> {
    await this.#ended;
    if (!this.#closing) this.#events.onLost(this.#errors.trim());
  }

  #failure(): HostError {
    return new HostError("HOST_FAILED", `the supervisor of the hosts has ended: ${this.#errors.trim()}`);
  }
}

function whatKilled(signal: NodeJS.Signals, oomKillCount: number): string {
  const memory = `for want of memory the kernel has ended ${oomKillCount} processes since they began`;
  return `their supervisor was ended by ${signal}; ${memory}`;
}

function commandOf(directory: string, { devices, overlayOptions }: HostRights): string[] {
  const namespaces = [
    "--mount",
    "--propagation",
    "private",
    "--pid",
    "--fork",
    "--kill-child",
    "--mount-proc",
  ];
  const scripts = ["init", INIT_SCRIPT, "command", COMMAND_SCRIPT, "terminal", TERMINAL_SCRIPT];
  const settings = [directory, devices, overlayOptions, LAUNCH_SCRIPT];
  const script = [SUPERVISOR_SCRIPT, "trainyard-hosts", ...settings, ...scripts];
  return ["--pdeathsig", "KILL", "--", "unshare", ...namespaces, "bash", "--norc", "-c", ...script];
}

/** Commands are lines of words, so nothing in them may be more than a word. */
function checkToken(token: string): string {
  if (/^[A-Za-z0-9._-]+$/.test(token)) return token;
  throw new HostError("HOST_FAILED", `${JSON.stringify(token)} is no word of letters and digits`);
}
