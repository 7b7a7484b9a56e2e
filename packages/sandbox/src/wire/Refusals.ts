import type { AwsError } from "../kernel/AwsError.ts";

/** How a protocol words what is wrong with an input; paths are member names from the top: `["Tags", "1", "Key"]`. */
export interface Refusals {
  wrongType(path: Path, expected: string, found: string): AwsError;
  /** A member that the service's model does not have. */
  unknownMember(path: Path): AwsError;
  missing(paths: readonly Path[]): AwsError;
}

export type Path = readonly string[];

/** Nesting at which an input is refused, far above what any shape needs. */
export const DEEPEST_NESTING = 100;
