import { AwsError } from "../../kernel/AwsError.ts";

export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

export function noSuchAlarm(name: string): AwsError {
  return new AwsError("ResourceNotFound", `Could not find the alarm ${name}.`, { httpStatus: 404 });
}

export function invalidNextToken(): AwsError {
  return new AwsError("InvalidNextToken", "The token provided is invalid.");
}
