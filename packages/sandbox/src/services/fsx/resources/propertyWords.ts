import { AwsError } from "../../../kernel/AwsError.ts";
import type { PropertyReader } from "../../../kernel/readProperties.ts";

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

/** The members that are set. */
export function definedMembers<Shape extends object>(shape: Shape): Shape {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only members that may be absent are left out
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Shape;
}

/** @throws {AwsError} for a property that the sandbox does not act on. */
export function refuseOthers(type: string, read: PropertyReader, known: ReadonlySet<string>): void {
  for (const name of Object.keys(read.properties))
    if (!known.has(name))
      throw new AwsError(
        "UnsupportedOperation",
        `The property ${name} of ${type} is not modelled by the sandbox.`,
      );
}
