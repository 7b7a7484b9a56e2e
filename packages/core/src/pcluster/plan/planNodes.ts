import {
  additionalIamPolicyValidator,
  customAmiTagValidator,
  instanceProfileValidator,
  roleValidator,
} from "../rules/accountThings.ts";
import { ebsVolumeThroughputIopsValidator, ebsVolumeThroughputValidator } from "../rules/ebs.ts";
import { placementGroupNamingValidator } from "../rules/placementGroups.ts";
import { securityGroupsValidator } from "../rules/networking.ts";
import { urlValidator } from "../rules/urls.ts";
import type { CustomAction } from "../schema/field.ts";
import type { ConfigPath } from "../yaml/configValue.ts";
import type { ClusterModel } from "./ClusterModel.ts";
import type { PlacementGroup } from "./configTypes.ts";
import type { RulePlan } from "./RulePlan.ts";

/** Rules that head node, queues and login pools share. */
export function planSecurityGroups(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  networking: {
    readonly SecurityGroups?: readonly string[] | undefined;
    readonly AdditionalSecurityGroups?: readonly string[] | undefined;
  },
): void {
  for (const key of ["SecurityGroups", "AdditionalSecurityGroups"] as const)
    plan.add("SecurityGroupsValidator", [...path, "Networking", key], () =>
      securityGroupsValidator({ securityGroups: networking[key] }, model.aws),
    );
}

interface NodeIam {
  readonly InstanceRole?: string | undefined;
  readonly InstanceProfile?: string | undefined;
  readonly AdditionalIamPolicies?: readonly { readonly Policy: string }[] | undefined;
}

export function planIam(plan: RulePlan, model: ClusterModel, path: ConfigPath, iam: NodeIam): void {
  const place = [...path, "Iam"];
  for (const [index, { Policy: arn }] of (iam.AdditionalIamPolicies ?? []).entries())
    plan.add("AdditionalIamPolicyValidator", [...place, "AdditionalIamPolicies", index, "Policy"], () =>
      additionalIamPolicyValidator({ arn, partition: model.partition }, model.aws),
    );
  const { InstanceRole: role, InstanceProfile: profile } = iam;
  if (role)
    plan.add("RoleValidator", [...place, "InstanceRole"], () => roleValidator({ arn: role }, model.aws));
  else if (profile)
    plan.add("InstanceProfileValidator", [...place, "InstanceProfile"], () =>
      instanceProfileValidator({ arn: profile }, model.aws),
    );
}

export function planCustomImage(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  imageId: string | undefined,
): void {
  if (!imageId) return;
  plan.add("CustomAmiTagValidator", [...path, "Image", "CustomAmi"], () =>
    customAmiTagValidator({ imageId, version: model.version }, model.aws),
  );
}

type Actions = {
  readonly [Event in "OnNodeStart" | "OnNodeConfigured" | "OnNodeUpdated"]?:
    | readonly CustomAction[]
    | undefined;
};

/** Scripts are read within five seconds, under a name of its own. */
export function planCustomActions(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  actions: Actions | undefined,
): void {
  for (const event of ["OnNodeStart", "OnNodeConfigured", "OnNodeUpdated"] as const)
    for (const { Script: url } of actions?.[event] ?? [])
      plan.addOnce("AsyncTimedUrlValidator", [...path, "CustomActions", event], `url:${url}`, () =>
        urlValidator({ url }, model.aws),
      );
}

export function planUrl(plan: RulePlan, model: ClusterModel, path: ConfigPath, url: string): void {
  plan.addOnce("UrlValidator", path, `url:${url}`, () => urlValidator({ url }, model.aws));
}

interface Volume {
  readonly VolumeType: string;
  readonly Iops?: number | undefined;
  readonly Throughput?: number | undefined;
}

export interface VolumePerformance {
  readonly volumeType: string;
  readonly iops: number | undefined;
  readonly throughputMBps: number | undefined;
}

const DEFAULT_IOPS: Readonly<Record<string, number>> = { gp3: 3000, io1: 100, io2: 100 };
const GP3_DEFAULT_THROUGHPUT_MBPS = 125;

/** IOPS and throughput with the defaults of the volume type. */
export function performanceOf(volume: Volume): VolumePerformance {
  return {
    volumeType: volume.VolumeType,
    iops: volume.Iops ?? DEFAULT_IOPS[volume.VolumeType],
    throughputMBps:
      volume.Throughput ?? (volume.VolumeType === "gp3" ? GP3_DEFAULT_THROUGHPUT_MBPS : undefined),
  };
}

export function planThroughput(plan: RulePlan, path: ConfigPath, volume: Volume): void {
  const performance = performanceOf(volume);
  plan.add("EbsVolumeThroughputValidator", path, () => ebsVolumeThroughputValidator(performance));
  plan.add("EbsVolumeThroughputIopsValidator", path, () => ebsVolumeThroughputIopsValidator(performance));
}

export function planPlacementGroup(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  group: PlacementGroup | undefined,
): void {
  if (group === undefined) return;
  plan.add("PlacementGroupNamingValidator", path, () =>
    placementGroupNamingValidator({ enabled: group.Enabled, id: group.Id, name: group.Name }, model.aws),
  );
}
