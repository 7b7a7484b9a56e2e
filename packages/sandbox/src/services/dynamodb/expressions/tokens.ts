import { validationError } from "../dynamodbErrors.ts";

export interface ExpressionToken {
  readonly kind: "name" | "placeholder" | "value" | "number" | "mark";
  readonly text: string;
}

const TOKEN =
  /\s*(?:(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([A-Za-z_][A-Za-z0-9_]*)|(\d+)|(<>|<=|>=|[=<>()[\].,+-]))\s*/y;

/** @param title - how the service names the expression in its messages: `ConditionExpression`. */
export function tokensOf(expression: string, title: string): ExpressionToken[] {
  const tokens: ExpressionToken[] = [];
  const scanner = new RegExp(TOKEN);
  while (scanner.lastIndex < expression.length) {
    const at = scanner.lastIndex;
    const match = scanner.exec(expression);
    if (match === null)
      throw syntaxError(title, expression.slice(at).trim().slice(0, 1), expression.slice(at));
    const [, placeholder, value, name, number, mark] = match;
    if (placeholder !== undefined) tokens.push({ kind: "placeholder", text: placeholder });
    else if (value !== undefined) tokens.push({ kind: "value", text: value });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else tokens.push({ kind: "mark", text: mark ?? "" });
  }
  if (tokens.length === 0) throw validationError(`Invalid ${title}: The expression can not be empty;`);
  return tokens;
}

export function syntaxError(title: string, token: string, near: string): Error {
  return validationError(`Invalid ${title}: Syntax error; token: "${token}", near: "${near.trim()}"`);
}
