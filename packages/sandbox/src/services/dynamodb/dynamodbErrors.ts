import { AwsError } from "../../kernel/AwsError.ts";

export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/** For operations on items; operations on tables name the table. */
export function noSuchTable(tableName?: string): AwsError {
  return new AwsError(
    "ResourceNotFoundException",
    tableName === undefined
      ? "Requested resource not found"
      : `Requested resource not found: Table: ${tableName} not found`,
  );
}

export function keyMismatch(): AwsError {
  return validationError("The provided key element does not match the schema");
}
