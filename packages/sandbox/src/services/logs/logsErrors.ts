import { AwsError } from "../../kernel/AwsError.ts";

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

/** A value that breaks a constraint of the service's model, in the words of AWS's request validation. */
export function constraintError(value: string, member: string, constraint: string): AwsError {
  return invalidParameter(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

export function noSuchGroup(): AwsError {
  return new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
}

export function noSuchStream(): AwsError {
  return new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
}

export function invalidToken(): AwsError {
  return invalidParameter("The specified nextToken is invalid.");
}

/** @throws {AwsError} when the limit is not within 1 and `most`. */
export function checkedLimit(limit: number | undefined, most: number, byDefault = most): number {
  if (limit === undefined) return byDefault;
  if (limit > most)
    throw constraintError(String(limit), "limit", `Member must have value less than or equal to ${most}`);
  if (limit < 1)
    throw constraintError(String(limit), "limit", "Member must have value greater than or equal to 1");
  return limit;
}
