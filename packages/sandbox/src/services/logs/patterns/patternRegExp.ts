import { invalidParameter } from "../logsErrors.ts";

/** The test for a `%regular expression%` of a pattern: the service knows a small part of the usual syntax. */
export function patternRegExp(source: string): (text: string) => boolean {
  if (/\(\?|\\[1-9]/.test(source)) throw invalidParameter("Invalid filter pattern");
  try {
    const expression = new RegExp(source);
    return (text) => expression.test(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidParameter("Invalid filter pattern");
    throw error;
  }
}
