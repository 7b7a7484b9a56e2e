import { clusterConfigRules as rules, found, refused, type ClusterConfigAws } from "@trainyard/core";
import { withAccount } from "./mockAnswers.ts";
import { NotRecorded, textOf, type Recorded } from "./Recorded.ts";
import { testOf, type ValidatorAdapter, type ValidatorCall } from "./ValidatorAdapter.ts";

/** The subnets of the tests' cluster are in this VPC. */
const CLUSTER_VPC = "vpc-06e4ab6c6cEXAMPLE";

/** Storage that exists already and is read from the account. */
export const existingStorageAdapters: Readonly<Record<string, ValidatorAdapter>> = {
  EfaSecurityGroupValidator: (call) =>
    rules.efaSecurityGroupValidator(
      {
        efaEnabled: call.given.optionalFlag("efa_enabled"),
        securityGroups: call.given.optionalTexts("security_groups"),
        additionalSecurityGroups: call.given.optionalTexts("additional_security_groups"),
      },
      withAccount({ network: { securityGroup: groupOfTest(call) } }),
    ),
  EbsVolumeSizeSnapshotValidator: (call) => {
    const test = testOf(call);
    const sizeGiB = test.optionalNumber("snapshot_size");
    const state = test.text("state");
    return rules.ebsVolumeSizeSnapshotValidator(
      { snapshotId: call.given.optionalText("snapshot_id"), sizeGiB: call.given.number("volume_size") },
      withAccount({
        volumes: {
          snapshot: async () =>
            test.flag("raise_error_when_getting_snapshot_info")
              ? refused("InvalidSnapshot.NotFound", "there is no such snapshot")
              : found({ sizeGiB, state }),
        },
      }),
    );
  },
  SharedEbsVolumeIdValidator: (call) => {
    const test = testOf(call);
    const headNode = call.given.text("head_node_instance_id");
    return rules.sharedEbsVolumeIdValidator(
      {
        volumeId: call.given.optionalText("volume_id"),
        attachedToHeadNode: test.texts("attached_instance_ids").includes(headNode),
      },
      withAccount({
        volumes: { volume: async () => found({ zone: "", state: test.text("volume_state") }) },
      }),
    );
  },
  ExistingFsxNetworkingValidator: (call) =>
    rules.existingFsxNetworkingValidator(
      {
        fileSystemIds: call.given.texts("file_storage_ids"),
        subnetIds: call.given.texts("subnet_ids"),
        nodeSecurityGroups: nodeGroups(call.given),
        limits: call.limits,
      },
      withAccount(fsxAccount(call)),
    ),
  EfsIdValidator: (call) =>
    rules.efsIdValidator(
      {
        fileSystemId: call.given.text("efs_id"),
        subnetsByZone: call.given.textLists("avail_zones_mapping"),
        nodeSecurityGroups: nodeGroups(call.given),
        limits: call.limits,
      },
      withAccount(efsAccount(call)),
    ),
  MultiAzEbsVolumeValidator: () => {
    throw new NotRecorded("the zones of the queues");
  },
};

/** None stands for the group that ParallelCluster makes. */
function nodeGroups(given: Recorded): readonly ReadonlySet<string>[] {
  return given
    .list("security_groups_by_nodes")
    .map(
      (groups) =>
        new Set(Array.isArray(groups) ? groups.map((one) => (one === null ? "managed" : textOf(one))) : []),
    );
}

function groupOfTest(call: ValidatorCall): ClusterConfigAws["network"]["securityGroup"] {
  const test = testOf(call);
  const ingress = rulesOf(test, "ip_permissions");
  const egress = rulesOf(test, "ip_permissions_egress");
  return async (id) => found({ id, vpc: CLUSTER_VPC, ingress, egress });
}

function rulesOf(recorded: Recorded, name: string) {
  return recorded.parts(name).map((rule) => ({
    protocol: rule.text("IpProtocol"),
    fromPort: rule.optionalNumber("FromPort"),
    toPort: rule.optionalNumber("ToPort"),
    cidrs: rule.parts("IpRanges").map((range) => range.text("CidrIp")),
    groups: rule.parts("UserIdGroupPairs").map((pair) => pair.text("GroupId")),
    prefixLists: rule.parts("PrefixListIds").map((list) => list.text("PrefixListId")),
  }));
}

const FSX_KINDS = ["LUSTRE", "OPENZFS", "ONTAP", "WINDOWS"] as const;

function fsxAccount(call: ValidatorCall): Parameters<typeof withAccount>[0] {
  const test = testOf(call);
  const kind = FSX_KINDS.find((name) => name === test.text("fsx_file_system_type")) ?? "LUSTRE";
  const networkInterfaces = test.texts("network_interfaces");
  const system = async (id: string) =>
    found({ id, kind, vpc: test.text("fsx_vpc"), subnetIds: [], networkInterfaces });
  return {
    fileSystems: { fsxFileSystem: system, fileCache: system },
    network: {
      subnet: async (id) =>
        found({ id, vpc: CLUSTER_VPC, zone: "", cidr: "0.0.0.0/16", assignsPublicAddress: false }),
      networkInterface: async (id) => found({ id, vpc: CLUSTER_VPC, groups: ["sg-12345678"] }),
      securityGroup: groupOfTest(call),
    },
  };
}

/** The tests' file system has a mount target in these zones. */
const MOUNT_TARGET_ZONES = ["dummy-az-1", "dummy-az-2"];

function efsAccount(call: ValidatorCall): Parameters<typeof withAccount>[0] {
  const test = testOf(call);
  const [system] = test.part("file_system_info").parts("FileSystems");
  const groups = test.parts("security_groups").map((group) => ({
    id: group.text("GroupId"),
    vpc: group.text("VpcId"),
    ingress: rulesOf(group, "IpPermissions"),
    egress: rulesOf(group, "IpPermissionsEgress"),
  }));
  const mountTargets = MOUNT_TARGET_ZONES.map((zone) => ({
    id: zone,
    subnetId: zone,
    securityGroups: groups.map(({ id }) => id),
  }));
  return {
    fileSystems: {
      efs: async () => found({ oneZone: system?.optionalText("AvailabilityZoneName"), mountTargets }),
    },
    network: {
      subnet: async (id) =>
        found({
          id,
          vpc: CLUSTER_VPC,
          zone: id,
          cidr: test.text("cluster_subnet_cidr"),
          assignsPublicAddress: false,
        }),
      securityGroup: async (id) => {
        const group = groups.find((one) => one.id === id);
        return group === undefined ? refused("InvalidGroup.NotFound", id) : found(group);
      },
    },
  };
}
