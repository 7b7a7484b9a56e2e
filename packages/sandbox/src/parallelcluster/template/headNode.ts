import { blockDevices } from "./blockDevices.ts";
import type { ClusterPlan } from "./ClusterPlan.ts";
import { TERMINATE_FLEET_ID } from "./cleanupFunctions.ts";
import { headNodeMetadata } from "./headNodeMetadata.ts";
import { headNodeScript } from "./headNodeScript.ts";
import { imageOf, instanceTypeOf } from "./lookups.ts";
import { instanceProfileName } from "./instanceIdentity.ts";
import { getAtt, ref } from "./intrinsics.ts";
import { headNodeInterfaces } from "./networkInterfaces.ts";
import { withoutUndefined, type Resources, type TemplateResource } from "./Resources.ts";
import { headNodeGroups } from "./securityGroups.ts";
import { mergeTags, nodeTags, tagList } from "./tags.ts";
import { sharedValues, userData } from "./userData.ts";
import type { Json, JsonObject } from "../../kernel/json.ts";

export interface HeadNodeIds {
  readonly queuesStack: string;
  readonly waitHandle: string;
  readonly waitCondition: string;
}

/** Interface, launch template, instance and wait condition of the head node. */
export function headNode(plan: ClusterPlan, ids: HeadNodeIds): Resources {
  const { configuration, facts } = plan;
  const { version } = facts;
  return {
    HeadNodeENI: {
      Type: "AWS::EC2::NetworkInterface",
      Properties: {
        Description: "AWS ParallelCluster head node interface",
        SubnetId: configuration.headNode.subnetId,
        SourceDestCheck: false,
        GroupSet: headNodeGroups(plan),
      },
    },
    ...elasticIp(plan),
    [ids.waitHandle]: { Type: "AWS::CloudFormation::WaitConditionHandle" },
    [ids.waitCondition]: {
      Type: "AWS::CloudFormation::WaitCondition",
      Properties: {
        Count: 1,
        Handle: ref(ids.waitHandle),
        Timeout: String(configuration.bootstrapTimeouts.headNodeSeconds),
      },
    },
    HeadNodeLaunchTemplate: {
      Type: "AWS::EC2::LaunchTemplate",
      Properties: { LaunchTemplateData: launchTemplateData(plan) },
      Metadata: headNodeMetadata(plan, ids),
    },
    HeadNode: {
      Type: "AWS::EC2::Instance",
      Properties: {
        LaunchTemplate: {
          LaunchTemplateId: ref("HeadNodeLaunchTemplate"),
          Version: getAtt("HeadNodeLaunchTemplate", "LatestVersionNumber"),
        },
        Tags: tagList(headNodeTags(plan)),
        ...(version.propagatesTagsToVolumes ? { PropagateTagsToVolumeOnCreation: true } : {}),
      },
      DependsOn: [
        ...(configuration.slurm.managedDns ? ["CleanupRoute53CustomResource"] : []),
        ids.queuesStack,
        TERMINATE_FLEET_ID,
      ],
    },
  };
}

function headNodeTags(plan: ClusterPlan) {
  const { architecture } = instanceTypeOf(plan, plan.configuration.headNode.instanceType);
  const tags = nodeTags(plan, { type: "HeadNode", name: "HeadNode", efa: false, architecture });
  return mergeTags(tags, plan.configuration.tags).toSorted((left, right) => (left.key < right.key ? -1 : 1));
}

function launchTemplateData(plan: ClusterPlan): JsonObject {
  const { headNode: node, imdsSupport } = plan.configuration;
  const type = instanceTypeOf(plan, node.instanceType);
  const image = imageOf(plan, node.customAmi);
  const { version } = plan.facts;
  return withoutUndefined({
    InstanceType: node.instanceType,
    ImageId: image.imageId,
    KeyName: node.keyName,
    EbsOptimized: type.ebsOptimizedSupported,
    IamInstanceProfile: { Name: instanceProfileName(node.iam, "HeadNode") },
    MetadataOptions: { HttpTokens: imdsSupport === "v2.0" ? "required" : "optional" },
    NetworkInterfaces: headNodeInterfaces(plan, type),
    BlockDeviceMappings: blockDevices(image, node.rootVolume),
    CpuOptions: cpuOptions(node.multithreadingDisabled, type),
    UserData: userData(headNodeScript(version.bootstrapDirectory), {
      ...sharedValues({ parallelClusterVersion: version.version, multithreadingDisabledByKernel: false }),
      CloudFormationUrl: { "Fn::Sub": ["https://cloudformation.${AWS::Region}.${AWS::URLSuffix}", {}] },
    }),
    TagSpecifications: [{ ResourceType: "volume", Tags: tagList(volumeTags(plan)) }],
  });
}

/** The cluster's name stands in it twice, as the official template writes it. */
function volumeTags({ configuration, facts }: ClusterPlan) {
  const clusterName = { key: "parallelcluster:cluster-name", value: facts.clusterName };
  return [
    clusterName,
    { key: "parallelcluster:node-type", value: "HeadNode" },
    ...configuration.tags,
    clusterName,
    { key: "parallelcluster:version", value: facts.version.version },
  ];
}

/** One thread per core, where the type has more. */
export function cpuOptions(
  disabled: boolean,
  type: { readonly threadsPerCore: number; readonly vcpus: number },
): JsonObject | undefined {
  if (!disabled || type.threadsPerCore === 1) return undefined;
  return { CoreCount: type.vcpus / type.threadsPerCore, ThreadsPerCore: 1 };
}

function elasticIp(plan: ClusterPlan): Resources {
  const choice = plan.configuration.headNode.elasticIp;
  if (choice === undefined) return {};
  if (choice !== "new") return { AssociateEIP: association(choice) };
  return {
    HeadNodeEIP: { Type: "AWS::EC2::EIP", Properties: { Domain: "vpc" } },
    AssociateEIP: association(getAtt("HeadNodeEIP", "AllocationId")),
  };
}

function association(allocationId: Json): TemplateResource {
  return {
    Type: "AWS::EC2::EIPAssociation",
    Properties: { AllocationId: allocationId, NetworkInterfaceId: ref("HeadNodeENI") },
  };
}
