import { createHash } from "node:crypto";
import type { RegionContext } from "../../../kernel/CallContext.ts";

/**
 * Ids of what a fresh account holds. They depend on account and region alone: the first look into a region
 * must not use up ids of the sequence that later creations draw from.
 */
export function fixedId(context: RegionContext, prefix: string, name: string): string {
  const digest = createHash("sha256")
    .update(`${context.accountId}/${context.region}/${prefix}/${name}`)
    .digest("hex");
  return `${prefix}-0${digest.slice(0, 16)}`;
}
