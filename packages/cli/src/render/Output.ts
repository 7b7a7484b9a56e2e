import { styleText } from "node:util";

export type Style = Parameters<typeof styleText>[0];

/** The two streams and what they can do. */
export interface Streams {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean | undefined };
  readonly stderr: {
    write(text: string): unknown;
    readonly isTTY?: boolean | undefined;
    readonly columns?: number | undefined;
  };
}

/** The only way to the terminal: results go to stdout, progress to stderr, events to stdout as JSON lines when asked for. */
export class Output {
  readonly json: boolean;
  /** True when progress goes to a terminal and bars may be drawn. */
  readonly live: boolean;
  readonly #streams: Streams;
  readonly #color: boolean;
  #liveLines = 0;

  constructor(
    streams: Streams,
    options: { json: boolean; environment: Readonly<Record<string, string | undefined>> },
  ) {
    this.#streams = streams;
    this.json = options.json;
    const { NO_COLOR, FORCE_COLOR, TERM } = options.environment;
    this.live = streams.stderr.isTTY === true && !options.json && TERM !== "dumb";
    this.#color =
      FORCE_COLOR !== undefined ||
      (streams.stderr.isTTY === true && (NO_COLOR ?? "") === "" && TERM !== "dumb");
  }

  get columns(): number {
    return this.#streams.stderr.columns ?? 100;
  }

  /** Text for people on stdout; nothing with `--json`. */
  result(text: string): void {
    if (this.json) return;
    this.clearLive();
    this.#streams.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  }

  /** Bytes that are the result in either mode, such as a rendered template. */
  raw(text: string): void {
    this.#streams.stdout.write(text);
  }

  /** One JSON line on stdout with `--json`, else nothing. */
  event(event: { readonly type: string } & Readonly<Record<string, unknown>>): void {
    if (this.json) this.#streams.stdout.write(`${JSON.stringify(event)}\n`);
  }

  /** A line of progress on stderr; nothing with `--json`. */
  progress(text: string): void {
    if (this.json) return;
    this.clearLive();
    this.#streams.stderr.write(`${text}\n`);
  }

  /** Words of an error, on stderr in either mode. */
  error(text: string): void {
    this.clearLive();
    this.#streams.stderr.write(text.endsWith("\n") ? text : `${text}\n`);
  }

  /** Redraws the moving part below the lines of progress; only on a terminal. */
  redraw(lines: readonly string[]): void {
    if (!this.live) return;
    const cut = lines.map((line) => cutVisible(line, this.columns - 1));
    const up = this.#liveLines > 0 ? `\u001b[${this.#liveLines}A\r\u001b[J` : "";
    this.#streams.stderr.write(`${up}${cut.join("\n")}${cut.length > 0 ? "\n" : ""}`);
    this.#liveLines = cut.length;
  }

  clearLive(): void {
    if (this.#liveLines === 0) return;
    this.#streams.stderr.write(`\u001b[${this.#liveLines}A\r\u001b[J`);
    this.#liveLines = 0;
  }

  paint(style: Style, text: string): string {
    return this.#color ? styleText(style, text, { validateStream: false }) : text;
  }
}

/** Cuts to `width` visible characters; colour codes count for nothing. */
function cutVisible(line: string, width: number): string {
  let visible = 0;
  let cut = "";
  // oxlint-disable-next-line no-control-regex -- the escape that begins a colour code
  for (const part of line.split(/(\u001b\[[0-9;]*m)/)) {
    if (part.startsWith("\u001b")) {
      cut += part;
      continue;
    }
    const rest = part.slice(0, Math.max(0, width - visible));
    visible += rest.length;
    cut += rest;
  }
  return cut;
}
