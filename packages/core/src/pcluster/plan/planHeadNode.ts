import type { DryRunLaunch } from "../aws/ClusterConfigAws.ts";
import { instanceTypeValidator } from "../rules/instanceTypes.ts";
import { sharedStorageEfsSettingsValidator } from "../rules/chefAttributes.ts";
import { elasticIpValidator } from "../rules/networking.ts";
import type { ClusterModel } from "./ClusterModel.ts";
import {
  planCustomActions,
  planCustomImage,
  planIam,
  planSecurityGroups,
  planThroughput,
} from "./planNodes.ts";
import { launchedRootVolume } from "./planRootVolume.ts";
import type { RulePlan } from "./RulePlan.ts";

const PATH = ["HeadNode"] as const;
const ROOT_VOLUME_PATH = ["HeadNode", "LocalStorage", "RootVolume"] as const;

export function planHeadNode(plan: RulePlan, model: ClusterModel): void {
  const { HeadNode: head } = model.config;
  planSecurityGroups(plan, model, PATH, head.Networking);
  plan.add("ElasticIpValidator", [...PATH, "Networking", "ElasticIp"], () =>
    elasticIpValidator({ elasticIp: head.Networking.ElasticIp }, model.aws),
  );
  planThroughput(plan, ROOT_VOLUME_PATH, head.LocalStorage.RootVolume);
  planCustomActions(plan, model, PATH, head.CustomActions);
  planIam(plan, model, PATH, head.Iam);
  planCustomImage(plan, model, PATH, head.Image?.CustomAmi);
  plan.add("InstanceTypeValidator", [...PATH, "InstanceType"], () =>
    instanceTypeValidator({ instanceType: head.InstanceType }, model.aws),
  );
  plan.add("SharedStorageEfsSettingsValidator", [...PATH, "SharedStorageEfsSettings"], () =>
    sharedStorageEfsSettingsValidator({
      sharedStorageType: head.SharedStorageType,
      hasEfsSettings: head.SharedStorageEfsSettings !== undefined,
    }),
  );
}

/** Image of the head node: its own, the cluster's, or the official one. */
export function headNodeImage(model: ClusterModel): string | undefined {
  return (
    model.config.HeadNode.Image?.CustomAmi || model.config.Image.CustomAmi || model.facts.officialImageId
  );
}

export function headNodeLaunch(model: ClusterModel, imageId: string): DryRunLaunch {
  const { HeadNode: head, Imds: imds } = model.config;
  const { Networking: networking, Ssh: ssh } = head;
  return {
    instanceType: head.InstanceType,
    imageId,
    subnetId: networking.SubnetId,
    securityGroupIds: [...(networking.SecurityGroups ?? []), ...(networking.AdditionalSecurityGroups ?? [])],
    networkInterfaces: model.facts.instance(head.InstanceType)?.networkCards ?? 1,
    efa: false,
    asksForPublicAddress: false,
    rootVolume: launchedRootVolume(head.LocalStorage.RootVolume, model, imageId),
    tags: clusterTags(model),
    requiresMetadataTokens: imds.ImdsSupport === "v2.0",
    ...(ssh.KeyName === undefined ? {} : { keyName: ssh.KeyName }),
  };
}

export function clusterTags(model: ClusterModel): DryRunLaunch["tags"] {
  return (model.config.Tags ?? []).map((tag) => ({ key: tag.Key, value: tag.Value }));
}
