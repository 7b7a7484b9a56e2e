import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";

const ALIAS = "resolve:ssm:";

/**
 * The image that a launch names, by its id or by a parameter of Systems Manager: `resolve:ssm:NAME`, with `:VERSION` or
 * `:LABEL` behind it when one of them is meant.
 * @throws {AwsError} `InvalidParameterValue` for a parameter that does not exist
 */
export function launchedImageId(context: RegionContext, given: string): string {
  if (!given.startsWith(ALIAS)) return given;
  const Name = given.slice(ALIAS.length);
  try {
    return context.call("ssm", "GetParameter", { Name }).Parameter?.Value ?? "";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      "InvalidParameterValue",
      `Value (${given}) for parameter ImageId is invalid. ${error.message}`,
    );
  }
}
