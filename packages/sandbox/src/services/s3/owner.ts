import { createHash } from "node:crypto";
import type { RegionContext } from "../../kernel/CallContext.ts";

/** The account's canonical user id: 64 hexadecimal digits, fixed per account. */
export function canonicalOwner(context: RegionContext): { ID: string } {
  return { ID: createHash("sha256").update(`canonical-user/${context.accountId}`).digest("hex") };
}
