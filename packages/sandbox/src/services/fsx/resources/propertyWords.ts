import { AwsError } from "../../../kernel/AwsError.ts";
import type { PropertyReader } from "../../../kernel/readProperties.ts";

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
