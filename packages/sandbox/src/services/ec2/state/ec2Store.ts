import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineStore } from "../../../kernel/defineStore.ts";
import type { Ec2State } from "./Ec2State.ts";
import { freshEc2 } from "./freshEc2.ts";

export const ec2Store = defineStore<Ec2State>("ec2", "region", freshEc2);

export function ec2State(context: RegionContext): Ec2State {
  return context.store(ec2Store);
}
