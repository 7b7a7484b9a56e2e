import type { RequestLaunchTemplateData, RunInstancesRequest, TagSpecification } from "@aws-sdk/client-ec2";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { templateDataFor } from "../templates/templateVersions.ts";

/** What a launch is made of, from the request alone or from a launch template under it. */
export type LaunchInput = Pick<
  RunInstancesRequest,
  | "BlockDeviceMappings"
  | "CapacityReservationSpecification"
  | "CpuOptions"
  | "CreditSpecification"
  | "DisableApiStop"
  | "DisableApiTermination"
  | "EbsOptimized"
  | "IamInstanceProfile"
  | "ImageId"
  | "InstanceInitiatedShutdownBehavior"
  | "InstanceMarketOptions"
  | "InstanceType"
  | "KeyName"
  | "MetadataOptions"
  | "Monitoring"
  | "NetworkInterfaces"
  | "Placement"
  | "PrivateDnsNameOptions"
  | "PrivateIpAddress"
  | "SecurityGroupIds"
  | "SecurityGroups"
  | "SubnetId"
  | "TagSpecifications"
  | "UserData"
>;

export interface MergedLaunch {
  readonly input: LaunchInput;
  readonly template?: { readonly id: string; readonly version: number };
}

/** Lays the request over its launch template: members of the request win, tags of both are used. */
export function mergeLaunch(
  context: RegionContext,
  request: LaunchInput,
  reference: RunInstancesRequest["LaunchTemplate"],
): MergedLaunch {
  const given = definedMembers(request);
  if (reference === undefined) return { input: given };
  const { template, version, data } = templateDataFor(context, reference);
  const base = inputOfTemplate(data);
  const tags: TagSpecification[] = [...(base.TagSpecifications ?? []), ...(request.TagSpecifications ?? [])];
  return { input: { ...base, ...given, TagSpecifications: tags }, template: { id: template.id, version } };
}

function definedMembers(request: LaunchInput): LaunchInput {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

function inputOfTemplate(data: RequestLaunchTemplateData): LaunchInput {
  // launch template data has the members of RunInstances, with enumerations declared a second time
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return data as LaunchInput;
}
