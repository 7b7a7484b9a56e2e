import type { DeploymentEvent, StepId, StepOutcome } from "@trainyard/core";
import type { Output } from "./Output.ts";
import { clockText } from "./duration.ts";

interface StepRow {
  readonly step: StepId;
  readonly title: string;
  state: "waiting" | "running" | "done" | "failed";
  startedAtMs: number;
  endedAtMs: number;
  done: number;
  total: number;
  detail: string;
  outcome: StepOutcome | undefined;
}

const BAR_WIDTH = 20;
const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const REDRAW_INTERVAL_MS = 100;

/** Shows a deployment: bars on a terminal, lines elsewhere, events with `--json`. */
export class DeploymentView {
  readonly #output: Output;
  readonly #rows: StepRow[];
  readonly #startedAtMs: number;
  #timer: NodeJS.Timeout | undefined;
  #frame = 0;

  constructor(output: Output, steps: readonly { readonly step: StepId; readonly title: string }[]) {
    this.#output = output;
    this.#startedAtMs = Date.now();
    this.#rows = steps.map((step) => ({
      ...step,
      state: "waiting",
      startedAtMs: 0,
      endedAtMs: 0,
      done: 0,
      total: 0,
      detail: "",
      outcome: undefined,
    }));
    if (output.live) this.#timer = setInterval(() => this.#draw(), REDRAW_INTERVAL_MS);
    this.#timer?.unref();
  }

  report(event: DeploymentEvent): void {
    this.#output.event(event);
    const row = this.#rows.find((candidate) => candidate.step === event.step);
    if (row === undefined) return;
    apply(row, event);
    if (!this.#output.live) this.#line(row, event);
    if (event.type === "stack-event" && event.status.endsWith("_FAILED")) this.#failedResource(event);
  }

  /** Leaves the last state of the bars on the screen. */
  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (!this.#output.live) return;
    this.#output.clearLive();
    for (const row of this.#rows) this.#output.progress(this.#rowText(row));
  }

  #draw(): void {
    this.#frame += 1;
    this.#output.redraw(this.#rows.map((row) => this.#rowText(row)));
  }

  #line(row: StepRow, event: DeploymentEvent): void {
    const at = clockText(Date.now() - this.#startedAtMs).padStart(6);
    if (event.type === "step-started") this.#output.progress(`${at}  ${row.title}: started`);
    if (event.type === "step-finished")
      this.#output.progress(`${at}  ${row.title}: ${event.outcome}  ${event.detail}`);
    if (event.type === "step-failed") this.#output.progress(`${at}  ${row.title}: failed  ${event.message}`);
  }

  #failedResource(event: { logicalId: string; resourceType: string; status: string; reason: string }): void {
    const { logicalId, resourceType, status, reason } = event;
    this.#output.progress(
      `        ${this.#output.paint("red", status)} ${logicalId} (${resourceType}): ${reason}`,
    );
  }

  #rowText(row: StepRow): string {
    const title = row.title.padEnd(Math.max(...this.#rows.map((other) => other.title.length)));
    switch (row.state) {
      case "waiting":
        return this.#output.paint("dim", `  · ${title}`);
      case "running":
        return `  ${this.#output.paint("cyan", SPINNER[this.#frame % SPINNER.length] ?? "")} ${title}  ${this.#bar(row)}  ${clockText(Date.now() - row.startedAtMs)}  ${this.#output.paint("dim", row.detail)}`;
      case "done":
        return `  ${this.#output.paint("green", "✓")} ${title}  ${(row.outcome ?? "").padEnd(9)}  ${clockText(row.endedAtMs - row.startedAtMs)}  ${this.#output.paint("dim", row.detail)}`;
      case "failed":
        return `  ${this.#output.paint("red", "✗")} ${title}  ${row.detail}`;
    }
  }

  #bar({ done, total }: StepRow): string {
    if (total === 0) return `${"─".repeat(BAR_WIDTH)} ${String(done).padStart(5)}`;
    const filled = Math.round((BAR_WIDTH * done) / total);
    const count = `${done}/${total}`.padStart(6);
    return `${this.#output.paint("cyan", "━".repeat(filled))}${"─".repeat(BAR_WIDTH - filled)}${count}`;
  }
}

function apply(row: StepRow, event: DeploymentEvent): void {
  switch (event.type) {
    case "step-started":
      row.state = "running";
      row.startedAtMs = Date.now();
      return;
    case "step-progress":
      row.done = event.done;
      row.total = event.total;
      if (event.detail !== "") row.detail = event.detail;
      return;
    case "step-finished":
      row.state = "done";
      row.endedAtMs = Date.now();
      row.outcome = event.outcome;
      row.detail = event.detail;
      return;
    case "step-failed":
      row.state = "failed";
      row.detail = event.message;
      return;
    case "stack-event":
  }
}
