import { z } from "zod";

export const jsonSchema = z.json();
export type Json = z.infer<typeof jsonSchema>;

/** Thrown when a case does not hold what is needed to repeat it. */
export class NotRecorded extends Error {
  override readonly name = "NotRecorded";
}

export type RecordedValues = Readonly<Record<string, Json>>;

/** Arguments of an official validator, as they were recorded. */
export class Recorded {
  readonly #values: RecordedValues;

  constructor(values: RecordedValues) {
    this.#values = values;
  }

  /** None and absent are the same. */
  value(name: string): Json | undefined {
    return this.#values[name] ?? undefined;
  }

  text(name: string): string {
    return this.optionalText(name) ?? "";
  }

  optionalText(name: string): string | undefined {
    const value = this.value(name);
    return value === undefined ? undefined : textOf(value);
  }

  number(name: string): number {
    const value = this.optionalNumber(name);
    if (value === undefined) throw new NotRecorded(`${name} is no number`);
    return value;
  }

  optionalNumber(name: string): number | undefined {
    const value = this.value(name);
    return typeof value === "number" ? value : undefined;
  }

  /** True for what Python takes as true. */
  flag(name: string): boolean {
    const value = this.value(name);
    return Array.isArray(value) ? value.length > 0 : isMap(value) || Boolean(value);
  }

  optionalFlag(name: string): boolean | undefined {
    return this.value(name) === undefined ? undefined : this.flag(name);
  }

  list(name: string): readonly Json[] {
    const value = this.value(name);
    return Array.isArray(value) ? value : [];
  }

  texts(name: string): readonly string[] {
    return this.list(name).map(textOf);
  }

  optionalTexts(name: string): readonly string[] | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    return Array.isArray(value) ? value.map(textOf) : [textOf(value)];
  }

  part(name: string): Recorded {
    return new Recorded(this.map(name));
  }

  parts(name: string): readonly Recorded[] {
    return this.list(name).map((item) => new Recorded(isMap(item) ? item : {}));
  }

  map(name: string): RecordedValues {
    const value = this.value(name);
    return isMap(value) ? value : {};
  }

  maps(name: string): readonly RecordedValues[] {
    return this.list(name).filter(isMap);
  }

  /** A map of names to lists of texts. */
  textLists(name: string): ReadonlyMap<string, readonly string[]> {
    return new Map(
      Object.entries(this.map(name)).map(([key, value]) => [
        key,
        Array.isArray(value) ? value.map(textOf) : [textOf(value)],
      ]),
    );
  }

  textMap(name: string): ReadonlyMap<string, string> {
    return new Map(Object.entries(this.map(name)).map(([key, value]) => [key, textOf(value)]));
  }
}

/** Any scalar as text; what is no scalar as JSON. */
export function textOf(value: Json | undefined): string {
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return value === undefined || value === null ? "" : String(value);
}

function isMap(value: Json | undefined): value is RecordedValues {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
