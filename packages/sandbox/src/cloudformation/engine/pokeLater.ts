import type { RegionContext } from "../../kernel/CallContext.ts";

/**
 * Has the task that waits for a resource ask its provider again, as soon as the current work has ended: what
 * happens inside a provider's call must not move the stack on under it.
 */
export function pokeLater(context: RegionContext, stackId: string, logicalId: string): void {
  context.clock.schedule({
    kind: "cloudformation.poke",
    region: context.region,
    payload: { stackId, logicalId },
    afterMs: 0,
  });
}
