import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";

const TRUE_WORDS = new Set(["true", "t", "on", "y", "yes", "1"]);
const FALSE_WORDS = new Set(["false", "f", "off", "n", "no", "0"]);

/**
 * Reads one section of a cluster configuration and notes what is wrong with it. Scalars may come as text, because
 * CloudFormation hands a custom resource every scalar as text. What was not asked for is unknown: `finish` notes it.
 */
export class SectionReader {
  readonly #section: JsonObject;
  readonly #path: string;
  readonly #problems: string[];
  readonly #read = new Set<string>();

  constructor(section: JsonObject, path: string, problems: string[]) {
    this.#section = section;
    this.#path = path;
    this.#problems = problems;
  }

  has(key: string): boolean {
    return this.#section[key] !== undefined;
  }

  raw(key: string): Json | undefined {
    this.#read.add(key);
    const value = this.#section[key];
    if (value === null) this.#problem(key, "Field may not be null.");
    return value ?? undefined;
  }

  text(key: string): string | undefined {
    const value = this.raw(key);
    if (value === undefined || typeof value === "string") return value;
    this.#problem(key, "Not a valid string.");
    return undefined;
  }

  requiredText(key: string): string {
    const value = this.text(key);
    if (value === undefined && !this.has(key)) this.#problem(key, "Missing data for required field.");
    return value ?? "";
  }

  texts(key: string): readonly string[] {
    const value = this.raw(key);
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.#problem(key, "Not a valid list.");
      return [];
    }
    return value.flatMap((item: Json) => {
      if (typeof item === "string") return [item];
      if (typeof item === "number" || typeof item === "boolean") return [String(item)];
      this.#problem(key, "Not a valid string.");
      return [];
    });
  }

  wholeNumber(key: string): number | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number === "number" && Number.isFinite(number)) return Math.trunc(number);
    this.#problem(key, "Not a valid integer.");
    return undefined;
  }

  number(key: string): number | undefined {
    const value = this.raw(key);
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (number === undefined || (typeof number === "number" && Number.isFinite(number))) return number;
    this.#problem(key, "Not a valid number.");
    return undefined;
  }

  flag(key: string): boolean | undefined {
    const value = this.raw(key);
    if (value === undefined || typeof value === "boolean") return value;
    const word = typeof value === "object" ? "" : String(value).toLowerCase();
    if (TRUE_WORDS.has(word)) return true;
    if (FALSE_WORDS.has(word)) return false;
    this.#problem(key, "Not a valid boolean.");
    return undefined;
  }

  oneOf<const Value extends string>(key: string, values: readonly Value[]): Value | undefined {
    const text = this.text(key);
    const value = values.find((candidate) => candidate === text);
    if (text !== undefined && value === undefined)
      this.#problem(key, `Must be one of: ${values.join(", ")}.`);
    return value;
  }

  /** An absent section reads as an empty one. */
  section(key: string): SectionReader {
    return this.optionalSection(key) ?? new SectionReader({}, this.#pathOf(key), []);
  }

  optionalSection(key: string): SectionReader | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (isJsonObject(value)) return new SectionReader(value, this.#pathOf(key), this.#problems);
    this.#problem(key, "Invalid input type.");
    return undefined;
  }

  requiredSection(key: string): SectionReader {
    if (!this.has(key)) this.#problem(key, "Missing data for required field.");
    return this.section(key);
  }

  sections(key: string): readonly SectionReader[] {
    const value = this.raw(key);
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.#problem(key, "Invalid input type.");
      return [];
    }
    return value.flatMap((item: Json, index) => {
      const path = `${this.#pathOf(key)}[${index}]`;
      if (isJsonObject(item)) return [new SectionReader(item, path, this.#problems)];
      this.#problems.push(`${path}: Invalid input type.`);
      return [];
    });
  }

  /** Notes a key that ParallelCluster knows and the sandbox does not model, so that nothing is left out silently. */
  refuse(key: string, what: string): void {
    this.#read.add(key);
    if (this.has(key)) this.#problem(key, `The sandbox does not model ${what}.`);
  }

  problem(message: string): void {
    this.#problems.push(`${this.#path === "" ? "" : `${this.#path}: `}${message}`);
  }

  /** Call when all keys were read. */
  finish(): void {
    for (const key of Object.keys(this.#section))
      if (!this.#read.has(key)) this.#problem(key, "Unknown field.");
  }

  #pathOf(key: string): string {
    return this.#path === "" ? key : `${this.#path}.${key}`;
  }

  #problem(key: string, message: string): void {
    this.#problems.push(`${this.#pathOf(key)}: ${message}`);
  }
}
