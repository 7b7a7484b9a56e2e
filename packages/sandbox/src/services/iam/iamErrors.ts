import { AwsError } from "../../kernel/AwsError.ts";

export function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", message, { httpStatus: 404 });
}

export function noSuchRole(name: string): AwsError {
  return noSuchEntity(`The role with name ${name} cannot be found.`);
}

export function noSuchUser(name: string): AwsError {
  return noSuchEntity(`The user with name ${name} cannot be found.`);
}

export function noSuchGroup(name: string): AwsError {
  return noSuchEntity(`The group with name ${name} cannot be found.`);
}

export function noSuchPolicy(arn: string): AwsError {
  return noSuchEntity(`Policy ${arn} was not found.`);
}

export function entityAlreadyExists(message: string): AwsError {
  return new AwsError("EntityAlreadyExists", message, { httpStatus: 409 });
}

export function deleteConflict(message: string): AwsError {
  return new AwsError("DeleteConflict", message, { httpStatus: 409 });
}

export function limitExceeded(message: string): AwsError {
  return new AwsError("LimitExceeded", message, { httpStatus: 409 });
}

export function malformedPolicy(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}

export function invalidInput(message: string): AwsError {
  return new AwsError("InvalidInput", message);
}

export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

/** A value that breaks a constraint of the service's model, in the words of AWS's request validation. */
export function constraintError(member: string, constraint: string): AwsError {
  return validationError(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
