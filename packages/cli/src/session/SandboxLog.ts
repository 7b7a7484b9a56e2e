import { closeSync, openSync, readFileSync, readSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { ERROR_CATALOGUE, TrainyardError, type ErrorCode } from "@trainyard/core";
import { drawLayer } from "../render/drawLayer.ts";
import type { Output } from "../render/Output.ts";
import { diskFull } from "./diskFull.ts";
import { parseJson, record } from "./sandboxProcess.ts";

const CHUNK_BYTES = 65_536;

/** What a sandbox that starts in the background says of itself, for the command that waits for it. */
export class SandboxLog {
  readonly #path: string;
  readonly #output: Output;
  readonly #descriptor: number;
  #rest = "";
  #announced = false;

  /** @param path - of a file that exists. */
  constructor(path: string, output: Output) {
    this.#path = path;
    this.#output = output;
    this.#descriptor = openSync(path, "r");
  }

  /** Shows what is new; true when packages are being installed, which takes its time. */
  follow(): boolean {
    const lines = `${this.#rest}${this.#read()}`.split("\n");
    this.#rest = lines.pop() ?? "";
    let isBuilding = false;
    for (const line of lines) {
      const event = record(parseJson(line));
      if (event?.["type"] === "layer-progress") {
        this.#draw(event);
        isBuilding = true;
      }
      if (event?.["type"] === "sandbox-hosts")
        this.#output.progress(`Hosts are simulated: ${String(event["reason"])}.`);
    }
    return isBuilding;
  }

  /** Why the sandbox did not start, in its own words and with its own code. @param reason - instead of them. */
  failure(reason?: string): TrainyardError {
    this.#output.clearLive();
    const text = readFileSync(this.#path, "utf8").trim();
    const stateDirectory = dirname(this.#path);
    // On a full disk not even the reason can be written down.
    if (text === "" && statfsSync(stateDirectory).bavail === 0) return diskFull(stateDirectory);
    const lines = text.split("\n");
    const error = record(parseJson(lines.findLast((line) => line.startsWith("{"))));
    const message = typeof error?.["message"] === "string" ? error["message"] : (lines.at(-1) ?? "");
    const hint = typeof error?.["hint"] === "string" ? error["hint"] : `Look at ${this.#path}.`;
    const code = codeIn(error?.["code"]) ?? "SANDBOX_START_FAILED";
    return new TrainyardError(code, `the sandbox did not start: ${reason ?? message}`, {
      hint,
      details: { logFile: this.#path },
    });
  }

  close(): void {
    this.#output.clearLive();
    closeSync(this.#descriptor);
  }

  #draw({ step, percent, message }: Readonly<Record<string, unknown>>): void {
    if (!this.#announced && !this.#output.live)
      this.#output.progress("Installing the packages of the hosts, once on this machine.");
    this.#announced = true;
    if (this.#output.json || (step !== "fetch" && step !== "install")) return;
    drawLayer({ step, percent: Number(percent), message: String(message) }, this.#output);
  }

  #read(): string {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    const count = readSync(this.#descriptor, buffer, 0, CHUNK_BYTES, null);
    return buffer.toString("utf8", 0, count);
  }
}

/** Codes of the sandbox's start pass as they are; others are a start that failed. */
function codeIn(value: unknown): ErrorCode | undefined {
  if (typeof value !== "string" || !value.startsWith("SANDBOX_") || !Object.hasOwn(ERROR_CATALOGUE, value))
    return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was just found among the catalogue's keys
  return value as ErrorCode;
}
