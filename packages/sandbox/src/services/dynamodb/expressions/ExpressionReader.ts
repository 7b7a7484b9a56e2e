import { validationError } from "../dynamodbErrors.ts";
import type { StoredValue } from "../values/StoredValue.ts";
import type { DocumentPath } from "./documentPath.ts";
import type { ExpressionScope } from "./ExpressionScope.ts";
import { RESERVED_WORDS } from "./reservedWords.ts";
import { syntaxError, tokensOf, type ExpressionToken } from "./tokens.ts";

/** Walks over the tokens of one expression and reads what all kinds of expressions share: paths and values. */
export class ExpressionReader {
  readonly title: string;
  readonly #scope: ExpressionScope;
  readonly #tokens: readonly ExpressionToken[];
  #next = 0;

  constructor(expression: string, title: string, scope: ExpressionScope) {
    this.title = title;
    this.#scope = scope;
    this.#tokens = tokensOf(expression, title);
  }

  get atEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }

  peek(ahead = 0): ExpressionToken | undefined {
    return this.#tokens[this.#next + ahead];
  }

  acceptMark(mark: string): boolean {
    const token = this.peek();
    if (token?.kind !== "mark" || token.text !== mark) return false;
    this.#next += 1;
    return true;
  }

  /** Accepts a word such as AND without regard to case. */
  acceptWord(word: string): boolean {
    const token = this.peek();
    if (token?.kind !== "name" || token.text.toUpperCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  expectMark(mark: string): void {
    if (!this.acceptMark(mark)) throw this.unexpected();
  }

  /** `name(`: answers the name of the function, or undefined. */
  acceptFunction(): string | undefined {
    const [name, mark] = [this.peek(), this.peek(1)];
    if (name?.kind !== "name" || mark?.kind !== "mark" || mark.text !== "(") return undefined;
    this.#next += 2;
    return name.text;
  }

  value(): StoredValue | undefined {
    const token = this.peek();
    if (token?.kind !== "value") return undefined;
    this.#next += 1;
    return this.#scope.value(token.text, this.title);
  }

  path(): DocumentPath {
    const path: (string | number)[] = [this.#name()];
    for (;;) {
      if (this.acceptMark(".")) path.push(this.#name());
      else if (this.acceptMark("[")) {
        const token = this.peek();
        if (token?.kind !== "number") throw this.unexpected();
        this.#next += 1;
        this.expectMark("]");
        path.push(Number(token.text));
      } else return path;
    }
  }

  expectEnd(): void {
    if (!this.atEnd) throw this.unexpected();
  }

  unexpected(): Error {
    const near = this.#tokens.slice(Math.max(0, this.#next - 1), this.#next + 2).map(({ text }) => text);
    return syntaxError(this.title, this.peek()?.text ?? "<EOF>", near.join(" "));
  }

  #name(): string {
    const token = this.peek();
    if (token?.kind !== "name" && token?.kind !== "placeholder") throw this.unexpected();
    this.#next += 1;
    if (token.kind === "placeholder") return this.#scope.name(token.text, this.title);
    if (RESERVED_WORDS.has(token.text.toUpperCase()))
      throw validationError(
        `Invalid ${this.title}: Attribute name is a reserved keyword; reserved keyword: ${token.text}`,
      );
    return token.text;
  }
}
