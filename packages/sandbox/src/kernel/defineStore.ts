import type { RegionContext, StoreKey } from "./CallContext.ts";

export function defineStore<Store>(
  name: string,
  scope: "region" | "global",
  initial: (context: RegionContext) => Store,
): StoreKey<Store> {
  return { name, scope, initial };
}
