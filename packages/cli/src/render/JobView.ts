import type { JobEvent } from "@trainyard/core";
import type { Output } from "./Output.ts";
import { clockText } from "./duration.ts";

type JobState = Extract<JobEvent, { readonly type: "job-state" }>;

const BAR_WIDTH = 20;
const REDRAW_INTERVAL_MS = 200;

/** Shows a job that is followed: its output on stdout, a bar while its nodes start, events with `--json`. */
export class JobView {
  readonly #output: Output;
  readonly #startedAtMs = Date.now();
  #state: JobState | undefined;
  #restarts = 0;
  #line = "";
  #timer: NodeJS.Timeout | undefined;

  constructor(output: Output) {
    this.#output = output;
    if (output.live) this.#timer = setInterval(() => this.#draw(), REDRAW_INTERVAL_MS);
    this.#timer?.unref();
  }

  report(event: JobEvent): void {
    this.#output.event(event);
    if (event.type === "job-output") {
      this.#output.clearLive();
      if (!this.#output.json) this.#output.raw(event.text);
      return;
    }
    this.#state = event;
    if (event.restartCount > this.#restarts)
      this.#output.progress(`Slurm starts the job again (${event.restartCount}).`);
    this.#restarts = event.restartCount;
    const line = stateText(event);
    if (!this.#output.live && line !== this.#line)
      this.#output.progress(`${clockText(Date.now() - this.#startedAtMs).padStart(6)}  ${line}`);
    this.#line = line;
  }

  end(): void {
    clearInterval(this.#timer);
    this.#output.clearLive();
  }

  #draw(): void {
    if (this.#state === undefined || this.#state.state === "RUNNING") return this.#output.clearLive();
    const { nodeCount, readyNodeCount, nodes } = this.#state;
    const filled = nodeCount === 0 ? 0 : Math.round((BAR_WIDTH * readyNodeCount) / nodeCount);
    const bar =
      nodes === ""
        ? ""
        : `${this.#output.paint("cyan", "━".repeat(filled))}${"─".repeat(BAR_WIDTH - filled)}  `;
    const time = clockText(Date.now() - this.#startedAtMs);
    this.#output.redraw([`  ${bar}${stateText(this.#state)}  ${time}`]);
  }
}

function stateText(event: JobState): string {
  const tasks = event.taskCount > 1 ? `, ${event.endedTaskCount} of ${event.taskCount} tasks ended` : "";
  if (event.nodes !== "")
    return `${event.state}: ${event.readyNodeCount} of ${event.nodeCount} nodes ready (${event.nodes})${tasks}`;
  const reason = event.reason === "" || event.reason === "None" ? "" : ` (${event.reason})`;
  return `${event.state}${reason}${tasks}`;
}
