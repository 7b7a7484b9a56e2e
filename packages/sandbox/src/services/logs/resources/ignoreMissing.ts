import { AwsError } from "../../../kernel/AwsError.ts";

/** Runs a removal; what is gone already counts as removed. */
export function ignoreMissing(remove: () => unknown): void {
  try {
    remove();
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "ResourceNotFoundException")) throw error;
  }
}
