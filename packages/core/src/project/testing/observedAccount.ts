import type { InstanceType } from "../../instances/instanceTypes.ts";
import type { ReservationDescription } from "../../ports/CapacityGateway.ts";
import type { ObservedAccount } from "../ObservedAccount.ts";

export const ACCOUNT_ID = "123456789012";

/** The guide's reservation, with what a test wants to be different. */
export function reservation(changes: Partial<ReservationDescription> = {}): ReservationDescription {
  return {
    id: "cr-0123456789abcdef0",
    arn: "arn:aws:ec2:us-west-2:123456789012:capacity-reservation/cr-0123456789abcdef0",
    kind: "on-demand",
    instanceType: "p5.48xlarge",
    zone: "us-west-2b",
    state: "active",
    totalInstances: 16,
    availableInstances: 16,
    match: "targeted",
    platform: "Linux/UNIX",
    tenancy: "default",
    ownerId: ACCOUNT_ID,
    placementGroupArn: undefined,
    startsAtMs: undefined,
    endsAtMs: undefined,
    tags: {},
    ...changes,
  };
}

const P5: InstanceType = {
  instanceType: "p5.48xlarge",
  vcpus: 192,
  cores: 96,
  threadsPerCore: 2,
  memoryMiB: 2_097_152,
  architectures: ["x86_64"],
  currentGeneration: true,
  bareMetal: false,
  efaSupported: true,
  maxEfaInterfaces: 32,
  networkCards: 32,
  networkPerformance: "3200 Gigabit",
  usageClasses: ["capacity-block", "on-demand", "spot"],
  placementStrategies: ["cluster", "partition", "spread"],
  gpus: { count: 8, name: "H100", manufacturer: "NVIDIA", memoryMiBEach: 81_920 },
};
const { gpus: _none, ...withoutGpus } = P5;
const C6I: InstanceType = {
  ...withoutGpus,
  instanceType: "c6i.4xlarge",
  efaSupported: false,
  networkCards: 1,
};
const TRN1: InstanceType = {
  ...withoutGpus,
  instanceType: "trn1.32xlarge",
  neuronDevices: { count: 16, name: "Trainium", coresEach: 2 },
};

export interface AccountChanges {
  readonly reservations?: readonly ReservationDescription[];
  readonly groups?: ObservedAccount["groups"];
  readonly zones?: readonly string[];
  readonly zonesOffering?: ObservedAccount["zonesOffering"];
}

export function observedAccount(changes: AccountChanges = {}): ObservedAccount {
  const reservations = changes.reservations ?? [reservation()];
  return {
    accountId: ACCOUNT_ID,
    reservations: Object.fromEntries(reservations.map((each) => [each.id, each])),
    groups: changes.groups ?? {},
    zones: changes.zones ?? ["us-west-2a", "us-west-2b", "us-west-2c"],
    zonesOffering: changes.zonesOffering ?? {},
    instanceTypes: new Map([P5, C6I, TRN1].map((type) => [type.instanceType, type])),
  };
}
