import type { RegionContext } from "../../kernel/CallContext.ts";
import { validationError } from "../validationError.ts";

/** SSM takes at most ten names a call. */
const NAMES_PER_CALL = 10;

/**
 * Values of parameters of the parameter store by name (`name` or `name:version`).
 *
 * @throws {AwsError} `ValidationError` that names what the store does not have.
 */
export function storedParameterValues(
  names: readonly string[],
  context: RegionContext,
): ReadonlyMap<string, string> {
  const wanted = [...new Set(names)];
  const values = new Map<string, string>();
  for (let start = 0; start < wanted.length; start += NAMES_PER_CALL) {
    const answer = context.call("ssm", "GetParameters", {
      Names: wanted.slice(start, start + NAMES_PER_CALL),
    });
    for (const parameter of answer.Parameters ?? []) {
      const { Name: name = "", Selector: selector = "", Value: value } = parameter;
      if (value !== undefined) values.set(`${name}${selector}`, value);
    }
  }
  const missing = wanted.filter((name) => !values.has(name));
  if (missing.length > 0)
    throw validationError(
      `Unable to fetch parameters [${missing.join(",")}] from parameter store for this account.`,
    );
  return values;
}
