import { AwsError } from "../kernel/AwsError.ts";

/** CloudFormation's answer to a request or template that it cannot take. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

/** A part of the template language that the sandbox knows of but does not carry out. */
export function notModelled(what: string): AwsError {
  return validationError(`The sandbox does not model ${what}.`);
}
