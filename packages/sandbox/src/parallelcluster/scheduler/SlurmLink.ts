import type { ProgramResult } from "../../hosts/HostDriver.ts";
import {
  NODE_STATE_FORMAT,
  readNodeStates,
  type SlurmNodeState,
  type SlurmNodeStates,
} from "../slurm/nodeStates.ts";
import { HostFault } from "./HostFault.ts";
import { RequestInbox } from "./RequestInbox.ts";
import type { PowerRequest } from "../slurm/powerRequest.ts";
import type { WallTimer } from "./wallTimer.ts";

export interface SlurmLinkOptions {
  readonly requestDirectory: string;
  readonly timer: WallTimer;
  /** Runs a program as root on the head node; rejects when the host is gone. */
  readonly runOnHead: (argv: readonly string[]) => Promise<ProgramResult>;
  /** False when the head node does not run any more: the link closes itself. */
  readonly isAlive: () => boolean;
  readonly onRequest: (request: PowerRequest) => void;
  readonly onStates: (states: SlurmNodeStates) => void;
  /** Each second or so, for what has to be looked at by the way. */
  readonly onTick: () => void;
}

interface Wait {
  readonly names: Set<string>;
  readonly isReached: (state: SlurmNodeState | undefined) => boolean;
  readonly deadlineMs: number;
  readonly resolve: (late: readonly string[]) => void;
}

const BUSY_POLL_MS = 150;
const IDLE_POLL_MS = 1_000;
/** With nobody waiting, nodes are looked at this often. */
const HEALTH_POLL_MS = 2_000;

/** The connection to one cluster's slurmctld: commands one after the other, states of nodes, requests for power. */
export class SlurmLink {
  readonly #options: SlurmLinkOptions;
  readonly #inbox: RequestInbox;
  readonly #waits = new Set<Wait>();
  #commands: Promise<unknown> = Promise.resolve();
  #states: SlurmNodeStates = new Map();
  #lookedAtMs = 0;
  #looking = false;
  #closed = false;
  #cancelTick: (() => void) | undefined;

  constructor(options: SlurmLinkOptions) {
    this.#options = options;
    this.#inbox = new RequestInbox(options.requestDirectory, (request) => options.onRequest(request));
  }

  get states(): SlurmNodeStates {
    return this.#states;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Takes requests and looks at the nodes from now on. */
  open(): void {
    this.#inbox.open(() => this.#takeRequests());
    this.#planTick();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#inbox.close();
    this.#cancelTick?.();
    for (const wait of this.#waits) wait.resolve([...wait.names]);
    this.#waits.clear();
  }

  /** Runs a program after those before it. @throws {HostFault} with its message when it fails. */
  run(...argv: readonly string[]): Promise<string> {
    const done = this.#commands.then(() => this.#runNow(argv));
    this.#commands = done.catch(() => undefined);
    return done;
  }

  /** `scontrol update nodename=… name=value …`, for nodes in one go. */
  async updateNodes(names: readonly string[], ...settings: readonly string[]): Promise<void> {
    if (names.length > 0) await this.run("scontrol", "update", `nodename=${names.join(",")}`, ...settings);
  }

  /** Resolves with the nodes that did not get there in time. */
  waitForNodes(
    names: readonly string[],
    isReached: (state: SlurmNodeState | undefined) => boolean,
    timeoutMs: number,
  ): Promise<readonly string[]> {
    if (this.#closed) return Promise.resolve(names);
    return new Promise((resolve) => {
      const deadlineMs = this.#options.timer.nowMs() + timeoutMs;
      this.#waits.add({ names: new Set(names), isReached, deadlineMs, resolve });
      this.#planTick();
    });
  }

  async #runNow(argv: readonly string[]): Promise<string> {
    if (this.#closed) throw new HostFault("the head node does not run");
    const { exitCode, stdout, stderr } = await this.#options.runOnHead(argv);
    if (exitCode === 0) return stdout;
    throw new HostFault(`${argv.slice(0, 4).join(" ")}: ${(stderr || stdout).trim().slice(-2000)}`);
  }

  #planTick(): void {
    this.#cancelTick?.();
    if (this.#closed) return;
    const delayMs = this.#waits.size > 0 ? BUSY_POLL_MS : IDLE_POLL_MS;
    this.#cancelTick = this.#options.timer.callLater(delayMs, () => this.#tick());
  }

  /** What lies there when the head node is gone is for the link after this one. */
  #takeRequests(): boolean {
    if (this.#options.isAlive()) this.#inbox.read();
    else this.close();
    return !this.#closed;
  }

  #tick(): void {
    if (!this.#takeRequests()) return;
    this.#options.onTick();
    const sinceMs = this.#options.timer.nowMs() - this.#lookedAtMs;
    if (!this.#looking && (this.#waits.size > 0 || sinceMs >= HEALTH_POLL_MS)) void this.#look();
    this.#planTick();
  }

  async #look(): Promise<void> {
    this.#looking = true;
    try {
      const result = await this.#options.runOnHead(["sinfo", "-a", "-h", "-N", "-o", NODE_STATE_FORMAT]);
      if (this.#closed || result.exitCode !== 0) return;
      this.#states = readNodeStates(result.stdout);
      this.#options.onStates(this.#states);
    } catch (error) {
      // The host went away while the program ran; the next tick closes the link.
      if (!(error instanceof Error)) throw error;
    } finally {
      this.#looking = false;
      this.#lookedAtMs = this.#options.timer.nowMs();
      this.#endWaits();
    }
  }

  #endWaits(): void {
    const nowMs = this.#options.timer.nowMs();
    for (const wait of this.#waits) {
      for (const name of wait.names) if (wait.isReached(this.#states.get(name))) wait.names.delete(name);
      if (wait.names.size > 0 && nowMs < wait.deadlineMs) continue;
      this.#waits.delete(wait);
      wait.resolve([...wait.names]);
    }
  }
}
