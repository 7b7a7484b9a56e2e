import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";

/**
 * Why the scripts of an event cannot be run; undefined when they can. A script in S3 must exist; other addresses
 * lie outside the sandbox and count as reachable.
 */
export function scriptFault(
  context: RegionContext,
  event: string,
  scripts: readonly string[],
): string | undefined {
  const missing = scripts.findIndex((script) => !exists(context, script));
  if (missing < 0) return undefined;
  const position = scripts.length === 1 ? "" : ` ${missing + 1}`;
  return `Failed to download ${event} script${position} ${scripts[missing] ?? ""}, return code: 1.`;
}

function exists(context: RegionContext, script: string): boolean {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(script) ?? [];
  if (bucket === undefined || key === undefined) return true;
  try {
    context.call("s3", "HeadObject", { Bucket: bucket, Key: key });
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}
