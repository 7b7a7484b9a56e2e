import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { SlurmLink, type SlurmLinkOptions } from "../scheduler/SlurmLink.ts";
import type { WallTimer } from "../scheduler/wallTimer.ts";

/** A slurmctld that notes what it is told and shows the nodes as the test says; its clock moves by `pass`. */
export interface FakeSlurm {
  readonly link: SlurmLink;
  readonly requestDirectory: string;
  /** What `scontrol` and others were called with. */
  readonly commands: string[];
  /** What `sinfo` shows, by node. */
  readonly nodes: Record<string, string>;
  /** Lets time pass until nothing is due any more, and the promises that follow. */
  pass(ms: number): Promise<void>;
}

export function createFakeSlurm(options: Partial<SlurmLinkOptions> = {}): FakeSlurm {
  const requestDirectory = mkdtempSync(join(tmpdir(), "trainyard-test-"));
  const commands: string[] = [];
  const nodes: Record<string, string> = {};
  const timer = createFakeTimer();
  const link = new SlurmLink({
    requestDirectory,
    timer,
    runOnHead: (argv) => {
      const answered = argv[0] === "sinfo" ? printed(nodes) : "";
      if (argv[0] !== "sinfo") commands.push(argv.join(" "));
      return Promise.resolve({ exitCode: 0, stdout: answered, stderr: "" });
    },
    isAlive: () => true,
    onRequest: () => undefined,
    onStates: () => undefined,
    onTick: () => undefined,
    ...options,
  });
  onTestFinished(() => {
    link.close();
    rmSync(requestDirectory, { recursive: true, force: true });
  });
  return { link, requestDirectory, commands, nodes, pass: (ms) => timer.pass(ms) };
}

function printed(nodes: Readonly<Record<string, string>>): string {
  return Object.entries(nodes)
    .map(([name, state]) => `${name}|${state}|none\n`)
    .join("");
}

interface FakeTimer extends WallTimer {
  pass(ms: number): Promise<void>;
}

function createFakeTimer(): FakeTimer {
  let nowMs = 0;
  const due: { atMs: number; callback: () => void }[] = [];
  return {
    nowMs: () => nowMs,
    callLater(delayMs, callback) {
      const entry = { atMs: nowMs + delayMs, callback };
      due.push(entry);
      return () => void (due.includes(entry) && due.splice(due.indexOf(entry), 1));
    },
    async pass(ms) {
      const untilMs = nowMs + ms;
      await settled();
      for (;;) {
        due.sort((left, right) => left.atMs - right.atMs);
        const next = due[0];
        if (next === undefined || next.atMs > untilMs) break;
        due.shift();
        nowMs = next.atMs;
        next.callback();
        await settled();
      }
      nowMs = untilMs;
    },
  };
}

/** All promises that can go on have gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
