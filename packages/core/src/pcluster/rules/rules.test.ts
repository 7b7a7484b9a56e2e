import { describe, expect, test } from "vitest";
import * as rules from "./allRules.ts";
import type { Findings } from "./finding.ts";

const limits = rules.limitsOf("3.13.1");
const recent = rules.limitsOf("3.16.1");

type Row = readonly [what: string, findings: Findings, levels: string];

const NAMES: readonly Row[] = [
  ["a name of letters, digits and hyphens", rules.nameValidator({ name: "queue-1" }), ""],
  ["a name of 26 letters", rules.nameValidator({ name: "q".repeat(26) }), "ERROR"],
  ["the name default", rules.nameValidator({ name: "default" }), "ERROR"],
  ["a name twice", rules.duplicateNameValidator({ names: ["a", "b", "a"], resourceName: "Queue" }), "ERROR"],
  ["a long cluster name", rules.clusterNameValidator({ name: "c".repeat(61), accounting: false }), "ERROR"],
  [
    "a cluster name with accounting",
    rules.clusterNameValidator({ name: "c".repeat(41), accounting: true }),
    "ERROR",
  ],
  ["51 queues", rules.maxCountValidator({ count: 51, maxCount: 50, resourceName: "queues" }), "ERROR"],
  ["50 queues", rules.maxCountValidator({ count: 50, maxCount: 50, resourceName: "queues" }), ""],
];

const STORAGE: readonly Row[] = [
  ["gp3 with 16384 GiB", rules.ebsVolumeTypeSizeValidator({ volumeType: "gp3", sizeGiB: 16_384 }), ""],
  ["gp3 with 16385 GiB", rules.ebsVolumeTypeSizeValidator({ volumeType: "gp3", sizeGiB: 16_385 }), "ERROR"],
  [
    "gp3 with 124 MB/s",
    rules.ebsVolumeThroughputValidator({ volumeType: "gp3", throughputMBps: 124 }),
    "ERROR",
  ],
  [
    "gp3 with too few operations for its throughput",
    rules.ebsVolumeThroughputIopsValidator({ volumeType: "gp3", iops: 3000, throughputMBps: 760 }),
    "ERROR",
  ],
  [
    "a key without encryption",
    rules.kmsKeyIdEncryptedValidator({ kmsKeyId: "key", encrypted: false }),
    "ERROR",
  ],
  [
    "directories inside of each other",
    rules.overlappingMountDirValidator({ shared: ["/a", "/a/b"], local: [] }),
    "ERROR",
  ],
  [
    "directories with one beginning",
    rules.overlappingMountDirValidator({ shared: ["/a", "/ab"], local: [] }),
    "",
  ],
  [
    "a file system over two zones",
    rules.managedFsxMultiAzValidator({ computeSubnetIds: ["a", "b"], newFsxCount: 1 }),
    "ERROR",
  ],
  ["a file cache at home", rules.sharedFileCacheNotHomeValidator({ mountDir: "/home" }), "ERROR"],
];

const SLURM: readonly Row[] = [
  [
    "a setting that ParallelCluster makes itself",
    rules.customSlurmSettingsValidator({
      settings: [{ SlurmctldParameters: "x" }],
      denyList: limits.slurmDenyLists.cluster,
      level: "SlurmConf",
    }),
    "ERROR",
  ],
  [
    "settings and a file of settings",
    rules.customSlurmSettingsIncludeFileOnlyValidator({ settings: [{ A: "b" }], includeFileUrl: "s3://b/k" }),
    "ERROR",
  ],
  [
    "a database and a daemon elsewhere",
    rules.externalSlurmdbdVsDatabaseIncompatibility({ hasDatabase: true, hasExternalSlurmdbd: true }),
    "ERROR",
  ],
  ["a database without a port", rules.databaseUriValidator({ uri: "db.example.com" }), "INFO"],
  [
    "an address without ldaps",
    rules.domainAddrValidator({ domainAddr: "ldap://d", sssdConfigs: {} }),
    "WARNING",
  ],
  [
    "certificates that are not checked",
    rules.ldapTlsReqCertValidator({ ldapTlsReqCert: "allow" }),
    "WARNING",
  ],
];

const NODES: readonly Row[] = [
  [
    "GPUDirect without EFA",
    rules.efaValidator({
      instanceType: "p5.48xlarge",
      supportsEfa: true,
      efaEnabled: false,
      gdrSupport: true,
      multiAz: false,
    }),
    "WARNING, ERROR",
  ],
  [
    "EFA without a word on placement groups",
    rules.efaPlacementGroupValidator({
      efaEnabled: true,
      placementGroup: undefined,
      placementGroupDisabled: false,
      multiAz: false,
      capacityType: "ONDEMAND",
    }),
    "ERROR",
  ],
  [
    "memory above that of the type",
    rules.schedulableMemoryValidator({
      instanceType: "c5.large",
      schedulableMemoryMiB: 5000,
      memoryMiB: 4096,
    }),
    "ERROR",
  ],
  [
    "spot on a type without it",
    rules.capacityTypeValidator({
      capacityType: "SPOT",
      instanceType: "x",
      usageClasses: ["on-demand"],
      capacityReservationId: undefined,
    }),
    "ERROR",
  ],
  [
    "a Capacity Block with fewer nodes at rest",
    rules.computeResourceSizeValidator({ minCount: 1, maxCount: 2, capacityType: "CAPACITY_BLOCK" }),
    "ERROR",
  ],
  [
    "the strategy prioritized before it existed",
    rules.instancesAllocationStrategyValidator({
      computeResourceName: "c",
      capacityType: "ONDEMAND",
      allocationStrategy: "prioritized",
      limits,
    }),
    "ERROR",
  ],
  [
    "the strategy prioritized",
    rules.instancesAllocationStrategyValidator({
      computeResourceName: "c",
      capacityType: "ONDEMAND",
      allocationStrategy: "prioritized",
      limits: recent,
    }),
    "",
  ],
];

describe("rules", () => {
  test.each([...NAMES, ...STORAGE, ...SLURM, ...NODES])("answer %s", (_what, findings, levels) => {
    expect(findings.map(({ level }) => level).join(", ")).toBe(levels);
    expect(findings.every(({ message }) => message.length > 10)).toBe(true);
  });

  test("every rule is named as its official validator", () => {
    const helpers = ["REGION_FEATURES", "limitsOf"];
    const names = Object.keys(rules).filter((name) => !helpers.includes(name));
    expect(names.length).toBeGreaterThan(120);
    expect(names.filter((name) => !/(Validator|Incompatibility|MungeKey|NotEncrypted)$/.test(name))).toEqual(
      [],
    );
  });
});
