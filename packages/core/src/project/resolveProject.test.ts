import { describe, expect, test } from "vitest";
import { loadProject } from "./loadProject.ts";
import { resolveProject } from "./resolveProject.ts";
import type { ResolvedProject } from "./ResolvedProject.ts";
import { observedAccount, reservation, type AccountChanges } from "./testing/observedAccount.ts";

const GROUP = "arn:aws:resource-groups:us-west-2:123456789012:group/training";
const OWN_GROUP_ARN = "arn:aws:ec2:us-west-2:123456789012:placement-group/train";

function resolved(lines: string, account: AccountChanges = {}): ResolvedProject {
  const text = `name: ml-cluster\nregion: us-west-2\n${lines}\n`;
  return resolveProject(loadProject(text, { fileName: "trainyard.yaml" }).project, observedAccount(account));
}

const SMALLEST = "capacity: { reservation: cr-0123456789abcdef0 }";
const ON_DEMAND = "capacity: { market: on-demand, instanceType: c6i.4xlarge, count: 2, zone: us-west-2a }";

describe("what the reservation says", () => {
  test("type, zone, count and owner are read from it, and all nodes are static", () => {
    const [queue] = resolved(SMALLEST).queues;
    expect(queue).toMatchObject({
      name: "compute-gpu",
      resourceName: "distributed-ml",
      source: { kind: "reservation", id: "cr-0123456789abcdef0", ownerId: "123456789012" },
      instanceType: "p5.48xlarge",
      zone: "us-west-2b",
      count: 16,
      staticCount: 16,
      efa: true,
      accelerator: "nvidia",
    });
  });

  test("a block that has not begun may be used", () => {
    const block = reservation({
      kind: "capacity-block",
      state: "scheduled",
      startsAtMs: 1,
      availableInstances: 0,
    });
    const [queue] = resolved(SMALLEST, { reservations: [block] }).queues;
    expect(queue).toMatchObject({
      source: { kind: "capacity-block", startsAtMs: 1 },
      count: 16,
      staticCount: 16,
    });
  });

  test("the reservations of a group are counted together", () => {
    const members = [reservation({ totalInstances: 4 }), reservation({ id: "cr-1", totalInstances: 6 })];
    const [queue] = resolved(`capacity: { reservationGroup: "${GROUP}" }`, {
      groups: { [GROUP]: members },
    }).queues;
    expect(queue).toMatchObject({ source: { kind: "reservation-group", arn: GROUP }, count: 10 });
  });

  test("a further queue may have its own capacity and subnet", () => {
    const lines = `${SMALLEST}
queues:
  - { name: cpu, market: spot, maxSpotUsdPerHour: 0.4, instanceType: c6i.4xlarge, count: 4, static: 0, zone: us-west-2a, subnet: subnet-0123456789abcdef0 }`;
    expect(resolved(lines).queues[1]).toMatchObject({
      name: "cpu",
      source: { kind: "spot", maxUsdPerHour: 0.4 },
      staticCount: 0,
      efa: false,
      accelerator: "none",
      placementGroup: { kind: "off" },
    });
  });
});

describe("the placement group", () => {
  test.each([
    { when: "the reservation is in none", capacity: "", reservation: {}, group: { kind: "off" } },
    {
      when: "it is a block",
      capacity: "",
      reservation: { kind: "capacity-block" as const, placementGroupArn: OWN_GROUP_ARN },
      group: { kind: "off" },
    },
    {
      when: "the account made the reservation in its own",
      capacity: "",
      reservation: { placementGroupArn: OWN_GROUP_ARN },
      group: { kind: "named", name: "train" },
    },
    {
      when: "the reservation's group is AWS's own",
      capacity: "",
      reservation: { placementGroupArn: OWN_GROUP_ARN.replace("123456789012", "999999999999") },
      group: { kind: "off" },
    },
    {
      when: "the project names one",
      capacity: ", placementGroup: mine",
      reservation: {},
      group: { kind: "named", name: "mine" },
    },
    {
      when: "the project wants one to be made",
      capacity: ", placementGroup: managed",
      reservation: {},
      group: { kind: "managed" },
    },
  ])("is $group when $when", ({ capacity, reservation: changes, group }) => {
    const lines = `capacity: { reservation: cr-0123456789abcdef0${capacity} }`;
    const [queue] = resolved(lines, { reservations: [reservation(changes)] }).queues;
    expect(queue.placementGroup).toMatchObject(group);
  });

  test("is made for instances with EFA that are not reserved", () => {
    const [queue] = resolved(
      "capacity: { market: on-demand, instanceType: p5.48xlarge, count: 2, zone: us-west-2a }",
    ).queues;
    expect(queue.placementGroup.kind).toBe("managed");
  });
});

describe("storage", () => {
  test.each([
    {
      when: "nothing is said",
      lines: "",
      scratch: { deployment: "PERSISTENT_2", throughputMBpsPerTiB: 250, lustreVersion: "2.15" },
    },
    {
      when: "the throughput is of the older type",
      lines: "storage: { scratch: { throughputMBpsPerTiB: 100 } }",
      scratch: { deployment: "PERSISTENT_1", throughputMBpsPerTiB: 100 },
    },
    {
      when: "the older type is wanted",
      lines: "storage: { scratch: { deployment: PERSISTENT_1 } }",
      scratch: { deployment: "PERSISTENT_1", throughputMBpsPerTiB: 200 },
    },
    {
      when: "a file system exists",
      lines: "storage: { scratch: { fileSystemId: fs-0123456789abcdef0 } }",
      scratch: { kind: "existing", fileSystemId: "fs-0123456789abcdef0" },
    },
  ])("scratch is $scratch when $when", ({ lines, scratch }) => {
    expect(resolved(`${SMALLEST}\n${lines}`).scratch).toMatchObject(scratch);
  });

  test.each([
    {
      region: "us-west-2",
      home: { deployment: "SINGLE_AZ_HA_2", throughputMBps: 320, secondaryZone: undefined },
    },
    {
      region: "ap-east-1",
      home: { deployment: "SINGLE_AZ_HA_1", throughputMBps: 512, secondaryZone: undefined },
    },
    {
      region: "eu-west-3",
      home: { deployment: "MULTI_AZ_1", throughputMBps: 320, secondaryZone: "eu-west-3b" },
    },
  ])("in $region home is $home", ({ region, home }) => {
    const text = `name: ml-cluster\nregion: ${region}\n${SMALLEST}\n`;
    const account = observedAccount({
      reservations: [reservation({ zone: `${region}a` })],
      zones: [`${region}a`, `${region}b`],
    });
    const { project } = loadProject(text, { fileName: "trainyard.yaml" });
    expect(resolveProject(project, account).home).toMatchObject(home);
  });

  test("the bucket's name has account and region in it when the project gives none", () => {
    expect(resolved(SMALLEST).bucketName).toBe("ml-cluster-data-123456789012-us-west-2");
    expect(resolved(`${SMALLEST}\ndata: { enabled: false }`).bucketName).toBeUndefined();
  });
});

const REFUSALS = [
  { when: "the reservation is not there", account: { reservations: [] }, code: "RESERVATION_NOT_FOUND" },
  {
    when: "it is cancelled",
    account: { reservations: [reservation({ state: "cancelled" })] },
    code: "RESERVATION_NOT_USABLE",
  },
  {
    when: "a block is not paid yet",
    account: { reservations: [reservation({ kind: "capacity-block", state: "payment-pending" })] },
    code: "RESERVATION_NOT_USABLE",
  },
  {
    when: "it is of another type",
    lines: "capacity: { reservation: cr-0123456789abcdef0, instanceType: p4d.24xlarge }",
    code: "RESERVATION_NOT_USABLE",
  },
  {
    when: "it is in another zone",
    lines: "capacity: { reservation: cr-0123456789abcdef0, zone: us-west-2a }",
    code: "RESERVATION_NOT_USABLE",
  },
  {
    when: "it holds fewer instances",
    lines: "capacity: { reservation: cr-0123456789abcdef0, count: 17 }",
    code: "RESERVATION_TOO_SMALL",
  },
  {
    when: "more nodes are static than it holds",
    lines: "capacity: { reservation: cr-0123456789abcdef0, static: 17 }",
    code: "RESERVATION_TOO_SMALL",
  },
  {
    when: "only part of a block is static",
    lines: "capacity: { reservation: cr-0123456789abcdef0, static: 4 }",
    account: { reservations: [reservation({ kind: "capacity-block" })] },
    code: "RESERVATION_NOT_USABLE",
  },
  {
    when: "the group is not there",
    lines: `capacity: { reservationGroup: "${GROUP}" }`,
    code: "RESERVATION_NOT_FOUND",
  },
  {
    when: "the group is empty",
    lines: `capacity: { reservationGroup: "${GROUP}" }`,
    account: { groups: { [GROUP]: [] } },
    code: "RESERVATION_NOT_USABLE",
  },
  {
    when: "the group holds a block",
    lines: `capacity: { reservationGroup: "${GROUP}" }`,
    account: { groups: { [GROUP]: [reservation({ kind: "capacity-block" })] } },
    code: "RESERVATION_NOT_USABLE",
  },
  {
    when: "the zone does not offer the type",
    lines: ON_DEMAND,
    account: { zonesOffering: { "c6i.4xlarge": ["us-west-2c"] } },
    code: "INSTANCE_TYPE_NOT_OFFERED",
  },
  {
    when: "the zone does not offer the head node's type",
    account: { zonesOffering: { "m5.8xlarge": [] } },
    code: "INSTANCE_TYPE_NOT_OFFERED",
  },
  {
    when: "a further queue lies in another zone",
    lines: `${SMALLEST}\nqueues: [{ name: cpu, market: spot, instanceType: c6i.4xlarge, count: 1, zone: us-west-2a }]`,
    code: "RESERVATION_NOT_USABLE",
  },
  {
    when: "there is no second zone",
    lines: `${SMALLEST}\nstorage: { home: { deployment: MULTI_AZ_1 } }`,
    account: { zones: ["us-west-2b"] },
    code: "SECOND_ZONE_MISSING",
  },
  {
    when: "the VPC has no second subnet",
    lines: `${SMALLEST}\nstorage: { home: { deployment: MULTI_AZ_1 } }\nnetwork: { vpc: vpc-01234567, publicSubnet: subnet-01234567, privateSubnet: subnet-01234568 }`,
    code: "SECOND_ZONE_MISSING",
  },
];

describe("a project that the account cannot carry", () => {
  test.each(REFUSALS)("when $when, it is refused with $code", ({ lines = SMALLEST, account = {}, code }) => {
    expect(() => resolved(lines, account)).toThrowError(expect.objectContaining({ code, exitCode: 3 }));
  });
});
