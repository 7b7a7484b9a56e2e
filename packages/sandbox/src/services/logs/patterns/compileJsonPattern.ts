import { isJsonObject, type Json } from "../../../kernel/json.ts";
import { invalidParameter } from "../logsErrors.ts";
import type { MessageFilter } from "./MessageFilter.ts";
import { patternRegExp } from "./patternRegExp.ts";

type Condition = (document: Json) => boolean;

/** Reads `{ $.selector = value && ( ... ) }` with =, !=, <, <=, >, >=, IS NULL/TRUE/FALSE and NOT EXISTS. */
export function compileJsonPattern(text: string): MessageFilter {
  const tokens = tokensOf(text);
  const parser = new JsonPatternParser(tokens);
  const condition = parser.pattern();
  return (message) => {
    const document = parsedMessage(message);
    return document !== undefined && condition(document);
  };
}

const TOKEN =
  /\s*(?:(\{|\}|\(|\)|&&|\|\||!=|>=|<=|=|>|<)|(\$(?:[\w.\-[\]]|\[(?:'[^']*'|"[^"]*")\])*)|"((?:[^"\\]|\\.)*)"|%([^%]+)%|([^\s(){}&|=<>!"]+))\s*/y;

interface Token {
  readonly kind: "mark" | "selector" | "text" | "expression" | "word";
  readonly value: string;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const scanner = new RegExp(TOKEN);
  while (scanner.lastIndex < text.length) {
    const match = scanner.exec(text);
    if (match === null) throw invalidPattern();
    const [, mark, selector, quoted, expression, word] = match;
    if (mark !== undefined) tokens.push({ kind: "mark", value: mark });
    else if (selector !== undefined) tokens.push({ kind: "selector", value: selector });
    else if (quoted !== undefined) tokens.push({ kind: "text", value: quoted.replace(/\\(.)/g, "$1") });
    else if (expression !== undefined) tokens.push({ kind: "expression", value: expression });
    else tokens.push({ kind: "word", value: word ?? "" });
  }
  return tokens;
}

class JsonPatternParser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  pattern(): Condition {
    this.#expect("{");
    const condition = this.#either();
    this.#expect("}");
    if (this.#next < this.#tokens.length) throw invalidPattern();
    return condition;
  }

  #either(): Condition {
    const left = this.#both();
    if (!this.#accept("||")) return left;
    const right = this.#either();
    return (document) => left(document) || right(document);
  }

  #both(): Condition {
    const left = this.#term();
    if (!this.#accept("&&")) return left;
    const right = this.#both();
    return (document) => left(document) && right(document);
  }

  #term(): Condition {
    if (this.#accept("(")) {
      const inner = this.#either();
      this.#expect(")");
      return inner;
    }
    const selector = this.#take("selector");
    const path = pathOf(selector.value);
    if (this.#acceptWord("IS")) return isCondition(path, this.#take("word").value);
    if (this.#acceptWord("NOT")) {
      if (!this.#acceptWord("EXISTS")) throw invalidPattern();
      return (document) => valueAt(document, path) === undefined;
    }
    const operator = this.#take("mark").value;
    const operand = this.#tokens[this.#next];
    this.#next += 1;
    if (operand === undefined || operand.kind === "mark" || operand.kind === "selector")
      throw invalidPattern();
    return comparison(path, operator, operand);
  }

  #accept(mark: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "mark" || token.value !== mark) return false;
    this.#next += 1;
    return true;
  }

  #acceptWord(word: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "word" || token.value.toUpperCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  #expect(mark: string): void {
    if (!this.#accept(mark)) throw invalidPattern();
  }

  #take(kind: Token["kind"]): Token {
    const token = this.#tokens[this.#next];
    if (token?.kind !== kind) throw invalidPattern();
    this.#next += 1;
    return token;
  }
}

function comparison(path: readonly string[], operator: string, operand: Token): Condition {
  if (operator === "=") {
    const equals = equality(operand);
    return (document) => equals(valueAt(document, path));
  }
  if (operator === "!=") {
    const equals = equality(operand);
    return (document) => {
      const value = valueAt(document, path);
      return value !== undefined && !equals(value);
    };
  }
  const bound = Number(operand.value);
  if (Number.isNaN(bound) || !["<", "<=", ">", ">="].includes(operator)) throw invalidPattern();
  return (document) => {
    const value = valueAt(document, path);
    return typeof value === "number" && ordered(value, operator, bound);
  };
}

function ordered(value: number, operator: string, bound: number): boolean {
  if (operator === "<") return value < bound;
  if (operator === "<=") return value <= bound;
  return operator === ">" ? value > bound : value >= bound;
}

function equality(operand: Token): (value: Json | undefined) => boolean {
  const asNumber = Number(operand.value);
  if (operand.kind === "word" && !Number.isNaN(asNumber)) return (value) => value === asNumber;
  const source =
    operand.kind === "expression"
      ? operand.value
      : `^${operand.value.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^]*")}$`;
  const matches = operand.kind === "expression" ? patternRegExp(source) : wholeText(source);
  return (value) => (typeof value === "string" || typeof value === "number") && matches(String(value));
}

function wholeText(source: string): (text: string) => boolean {
  const expression = new RegExp(source);
  return (text) => expression.test(text);
}

function isCondition(path: readonly string[], word: string): Condition {
  const wanted = { NULL: null, TRUE: true, FALSE: false }[word.toUpperCase()];
  if (wanted === undefined) throw invalidPattern();
  return (document) => valueAt(document, path) === wanted;
}

function pathOf(selector: string): string[] {
  const path: string[] = [];
  const part = /\.([\w-]+)|\[(\d+)\]|\.?\[(?:'([^']*)'|"([^"]*)")\]/y;
  part.lastIndex = 1;
  while (part.lastIndex < selector.length) {
    const match = part.exec(selector);
    if (match === null) throw invalidPattern();
    path.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? "");
  }
  return path;
}

function valueAt(document: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = document;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isJsonObject(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}

function parsedMessage(message: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function invalidPattern(): Error {
  return invalidParameter("Invalid filter pattern");
}
