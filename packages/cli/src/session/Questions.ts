import { createInterface, type Interface } from "node:readline/promises";
import { TrainyardError } from "@trainyard/core";

export interface Choice<Value> {
  readonly label: string;
  readonly value: Value;
}

/** Asks on the terminal: questions on stderr, answers from stdin. */
export class Questions {
  readonly #lines: Interface;
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#lines = createInterface({ input: process.stdin, output: process.stderr });
    this.#signal = signal;
  }

  /** A text; an empty answer is the default. Asks again until `isValid`. */
  async text(
    question: string,
    fallback: string,
    isValid: (answer: string) => boolean = () => true,
  ): Promise<string> {
    for (;;) {
      const answer = await this.#ask(`${question} [${fallback}] `);
      const value = answer === "" ? fallback : answer;
      if (isValid(value)) return value;
      process.stderr.write("  This cannot be used. ");
    }
  }

  /** One of some choices, by number; an empty answer is the first. */
  async choose<Value>(
    question: string,
    choices: readonly [Choice<Value>, ...Choice<Value>[]],
  ): Promise<Value> {
    process.stderr.write(`${question}\n`);
    for (const [index, { label }] of choices.entries()) process.stderr.write(`  ${index + 1}) ${label}\n`);
    for (;;) {
      const answer = await this.#ask("Number [1] ");
      const chosen = answer === "" ? choices[0] : choices[Number(answer) - 1];
      if (chosen !== undefined) return chosen.value;
    }
  }

  close(): void {
    this.#lines.close();
  }

  async #ask(question: string): Promise<string> {
    try {
      return (await this.#lines.question(question, { signal: this.#signal })).trim();
    } catch (error) {
      throw new TrainyardError("DECLINED", "the questions were not answered", {
        hint: "Nothing was written. Run again, or give the answers as flags.",
        cause: error,
      });
    }
  }
}
