import { AwsError } from "../kernel/AwsError.ts";
import type { PropertyReader } from "../kernel/readProperties.ts";

/**
 * A property that admits a few words only.
 * @throws {AwsError} in CloudFormation's words for any other.
 */
export function enumText<const Word extends string>(
  read: PropertyReader | undefined,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = read?.text(name);
  if (text === undefined) return undefined;
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  throw new AwsError(
    "ValidationException",
    `Model validation failed (#/${name}: #: ${text} is not a valid enum value)`,
  );
}
