import { AwsError } from "../../kernel/AwsError.ts";

export function badRequest(message: string): AwsError {
  return fsxError("BadRequest", message);
}

export function fileSystemNotFound(id: string): AwsError {
  return fsxError("FileSystemNotFound", `File system '${id}' does not exist.`);
}

/** An error whose only modelled member is its message. */
export function fsxError(code: string, message: string): AwsError {
  return new AwsError(code, message, { members: { Message: message } });
}

export function unsupported(message: string): AwsError {
  return fsxError("UnsupportedOperation", message);
}

/** For a repeated token with another input. */
export function incompatibleParameter(parameter: string): AwsError {
  const message = "The client request token was used before with different parameters.";
  return new AwsError("IncompatibleParameterError", message, {
    members: { Parameter: parameter, Message: message },
  });
}

export function invalidNetworkSettings(
  message: string,
  members: {
    readonly InvalidSubnetId?: string;
    readonly InvalidSecurityGroupId?: string;
    readonly InvalidRouteTableId?: string;
  } = {},
): AwsError {
  return new AwsError("InvalidNetworkSettings", message, { members: { Message: message, ...members } });
}

/** For members and values that AWS knows and the sandbox does not act on. */
export function notModelled(what: string): AwsError {
  return unsupported(`${what} is not modelled by the sandbox.`);
}

/**
 * Checks a member that admits a few words only.
 * @throws {AwsError} ValidationException in AWS's words.
 */
export function enumMember<const Word extends string>(
  value: string | undefined,
  path: string,
  words: readonly Word[],
): Word | undefined {
  if (value === undefined) return undefined;
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return word;
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [${words.join(", ")}]`,
  );
}
