import type {
  clusterConfigRules as rules,
  CheckedParallelClusterVersion,
  InstanceFacts,
  InstanceTypeTable,
  RuleAnswer,
} from "@trainyard/core";
import { NotRecorded, type Recorded } from "./Recorded.ts";

/** One recorded call of an official validator. */
export interface ValidatorCall {
  readonly given: Recorded;
  /** What the test of the official library gave its stand-ins; undefined when it is not recorded. */
  readonly test: Recorded | undefined;
  readonly version: CheckedParallelClusterVersion;
  readonly limits: rules.VersionLimits;
  readonly instanceTypes: InstanceTypeTable;
  /** The recorded result says that the account did not have what it was asked for. */
  readonly isMissing: boolean;
}

/** Gives the recorded arguments to our rule. */
export type ValidatorAdapter = (call: ValidatorCall) => RuleAnswer;

export function testOf({ test }: ValidatorCall): Recorded {
  if (test === undefined) throw new NotRecorded("what the account says");
  return test;
}

export function factsOf(instanceType: string, { instanceTypes }: ValidatorCall): InstanceFacts {
  const facts = instanceTypes.find(instanceType);
  if (facts === undefined) throw new NotRecorded(`the facts of ${instanceType}`);
  return facts;
}

type CapacityType = Parameters<typeof rules.capacityTypeValidator>[0]["capacityType"];

const CAPACITY_TYPES: readonly CapacityType[] = ["ONDEMAND", "SPOT", "CAPACITY_BLOCK"];

export function capacityTypeOf(given: Recorded): CapacityType | undefined {
  const name = given.optionalText("capacity_type");
  return CAPACITY_TYPES.find((type) => type === name);
}

/** A region of no meaning stood for whatever the test's stand-in took. */
export function regionOf(given: Recorded): string {
  const region = given.text("region");
  if (region.startsWith("WHATEVER")) throw new NotRecorded("the region");
  return region;
}
