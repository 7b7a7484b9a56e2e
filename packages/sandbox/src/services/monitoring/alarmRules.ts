import type { StateValue } from "@aws-sdk/client-cloudwatch";
import { validationError } from "./monitoringErrors.ts";

/** State of an alarm that a rule names by name or ARN; undefined when there is no such alarm. */
export type AlarmStates = (reference: string) => StateValue | undefined;

/** What a rule is at present, and the alarms that it names. */
export interface AlarmRule {
  readonly isAlarm: (states: AlarmStates) => boolean;
  readonly references: readonly string[];
}

const TOKEN = /\s*(?:(\(|\))|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s()"']+))\s*/y;

interface Token {
  readonly isMark: boolean;
  readonly text: string;
}

/** Reads the rule of a composite alarm: ALARM(x), OK(x), INSUFFICIENT_DATA(x), TRUE, FALSE, AND, OR, NOT, parentheses. */
export function readAlarmRule(rule: string): AlarmRule {
  const parser = new RuleParser(tokensOf(rule), rule);
  const isAlarm = parser.whole();
  return { isAlarm, references: parser.references };
}

type Condition = (states: AlarmStates) => boolean;

class RuleParser {
  readonly references: string[] = [];
  readonly #tokens: readonly Token[];
  readonly #rule: string;
  #next = 0;

  constructor(tokens: readonly Token[], rule: string) {
    this.#tokens = tokens;
    this.#rule = rule;
  }

  whole(): Condition {
    const condition = this.#either();
    if (this.#next < this.#tokens.length) throw invalidRule(this.#rule);
    return condition;
  }

  #either(): Condition {
    const left = this.#both();
    if (!this.#accept("OR")) return left;
    const right = this.#either();
    return (states) => left(states) || right(states);
  }

  #both(): Condition {
    const left = this.#single();
    if (!this.#accept("AND")) return left;
    const right = this.#both();
    return (states) => left(states) && right(states);
  }

  #single(): Condition {
    if (this.#accept("NOT")) {
      const inner = this.#single();
      return (states) => !inner(states);
    }
    if (this.#accept("(")) {
      const inner = this.#either();
      if (!this.#accept(")")) throw invalidRule(this.#rule);
      return inner;
    }
    if (this.#accept("TRUE")) return () => true;
    if (this.#accept("FALSE")) return () => false;
    return this.#state();
  }

  #state(): Condition {
    const value = (["ALARM", "OK", "INSUFFICIENT_DATA"] as const).find((word) => this.#accept(word));
    if (value === undefined || !this.#accept("(")) throw invalidRule(this.#rule);
    const reference = this.#tokens[this.#next];
    if (reference === undefined || (reference.isMark && reference.text !== "")) throw invalidRule(this.#rule);
    this.#next += 1;
    if (!this.#accept(")")) throw invalidRule(this.#rule);
    this.references.push(reference.text);
    return (states) => states(reference.text) === value;
  }

  #accept(text: string): boolean {
    const token = this.#tokens[this.#next];
    const isMark = text === "(" || text === ")";
    if (token === undefined || token.isMark !== isMark || token.text !== text) return false;
    this.#next += 1;
    return true;
  }
}

function tokensOf(rule: string): Token[] {
  const tokens: Token[] = [];
  const scanner = new RegExp(TOKEN);
  while (scanner.lastIndex < rule.length) {
    const match = scanner.exec(rule);
    if (match === null) throw invalidRule(rule);
    const [, mark, double, single, word] = match;
    const quoted = double ?? single;
    tokens.push(
      mark === undefined
        ? { isMark: false, text: quoted === undefined ? (word ?? "") : quoted.replace(/\\(.)/g, "$1") }
        : { isMark: true, text: mark },
    );
  }
  return tokens;
}

function invalidRule(rule: string): Error {
  return validationError(`AlarmRule contains invalid syntax: ${rule}`);
}
