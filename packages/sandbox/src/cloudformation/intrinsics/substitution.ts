import { validationError } from "../validationError.ts";

export type SubstitutionPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string };

/**
 * Cuts a text of `Fn::Sub` into texts and variables; `${!Literal}` is the text `${Literal}`.
 *
 * @throws {AwsError} `ValidationError` for a variable whose name has other characters than AWS allows.
 */
export function substitutionParts(text: string): SubstitutionPart[] {
  const parts: SubstitutionPart[] = [];
  let rest = text;
  for (let start = rest.indexOf("${"); start >= 0; start = rest.indexOf("${")) {
    const end = rest.indexOf("}", start);
    if (end < 0) break;
    if (start > 0) parts.push({ kind: "text", text: rest.slice(0, start) });
    parts.push(partOf(rest.slice(start + 2, end)));
    rest = rest.slice(end + 1);
  }
  if (rest !== "") parts.push({ kind: "text", text: rest });
  return parts;
}

function partOf(inner: string): SubstitutionPart {
  if (inner.startsWith("!")) return { kind: "text", text: `\${${inner.slice(1)}}` };
  if (!/^[\w.:]+$/.test(inner))
    throw validationError(
      "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons",
    );
  return { kind: "variable", name: inner };
}
