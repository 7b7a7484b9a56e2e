import { AwsError } from "../../../kernel/AwsError.ts";

/** @throws {AwsError} `MissingParameter` */
export function required<Value>(value: Value | undefined, name: string): Value {
  if (value !== undefined) return value;
  throw new AwsError("MissingParameter", `The request must contain the parameter ${name}`);
}

/** @throws {AwsError} `DryRunOperation` (412): the request would have worked; call it when all checks have passed. */
export function refuseDryRun(dryRun: boolean | undefined): void {
  if (dryRun !== true) return;
  throw new AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", {
    httpStatus: 412,
  });
}

export function invalidValue(message: string): AwsError {
  return new AwsError("InvalidParameterValue", message);
}

/** @throws {AwsError} `InvalidParameterValue` when a value is none of the enumeration */
export function oneOf<const Allowed extends string>(
  value: string,
  allowed: readonly Allowed[],
  parameter: string,
): Allowed {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw invalidValue(`Value (${value}) for parameter ${parameter} is invalid.`);
}
