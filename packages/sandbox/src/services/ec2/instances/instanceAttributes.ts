import type { AttributeBooleanValue, ModifyInstanceAttributeRequest } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { groupsOf } from "../interfaces/describeInterface.ts";
import { checkSubnetGroups } from "../interfaces/interfaceLife.ts";
import { invalidValue, oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/ec2Store.ts";
import { instanceTypeRow } from "../types/instanceTypeTable.ts";
import { cardsOf, describeInstance } from "./describeInstance.ts";
import type { InstanceRecord } from "./InstanceRecord.ts";

const ATTRIBUTES = [
  "blockDeviceMapping",
  "disableApiStop",
  "disableApiTermination",
  "ebsOptimized",
  "enaSupport",
  "enclaveOptions",
  "groupSet",
  "instanceInitiatedShutdownBehavior",
  "instanceType",
  "rootDeviceName",
  "sourceDestCheck",
  "userData",
] as const;

export const instanceAttributeOperations = defineOperations<"ec2">()({
  DescribeInstanceAttribute: {
    members: ["Attribute", "DryRun", "InstanceId"],
    run(input, context) {
      const instance = instanceOf(context, input.InstanceId);
      const attribute = oneOf(required(input.Attribute, "attribute"), ATTRIBUTES, "attribute");
      refuseDryRun(input.DryRun);
      return { InstanceId: instance.id, ...readers[attribute](instance, context) };
    },
  },
  ModifyInstanceAttribute: {
    members: [
      "Attribute",
      "DisableApiStop",
      "DisableApiTermination",
      "DryRun",
      "EbsOptimized",
      "Groups",
      "InstanceId",
      "InstanceInitiatedShutdownBehavior",
      "InstanceType",
      "SourceDestCheck",
      "UserData",
      "Value",
    ],
    run(input, context) {
      const instance = instanceOf(context, input.InstanceId);
      const change = changeOf(input);
      if (change.instanceType !== undefined) checkNewType(instance, change.instanceType);
      refuseDryRun(input.DryRun);
      modify(context, instance, change);
      return {};
    },
  },
  ModifyInstanceMetadataOptions: {
    members: [
      "DryRun",
      "HttpEndpoint",
      "HttpProtocolIpv6",
      "HttpPutResponseHopLimit",
      "HttpTokens",
      "InstanceId",
      "InstanceMetadataTags",
    ],
    run(input, context) {
      const { metadata, id } = instanceOf(context, input.InstanceId);
      refuseDryRun(input.DryRun);
      metadata.httpTokens = input.HttpTokens ?? metadata.httpTokens;
      metadata.httpEndpoint = input.HttpEndpoint ?? metadata.httpEndpoint;
      metadata.httpProtocolIpv6 = input.HttpProtocolIpv6 ?? metadata.httpProtocolIpv6;
      metadata.httpPutResponseHopLimit = input.HttpPutResponseHopLimit ?? metadata.httpPutResponseHopLimit;
      metadata.instanceMetadataTags = input.InstanceMetadataTags ?? metadata.instanceMetadataTags;
      return {
        InstanceId: id,
        InstanceMetadataOptions: {
          State: "pending",
          HttpTokens: metadata.httpTokens,
          HttpPutResponseHopLimit: metadata.httpPutResponseHopLimit,
          HttpEndpoint: metadata.httpEndpoint,
          HttpProtocolIpv6: metadata.httpProtocolIpv6,
          InstanceMetadataTags: metadata.instanceMetadataTags,
        },
      };
    },
  },
});

const readers = {
  blockDeviceMapping: (instance: InstanceRecord, context: RegionContext) => ({
    BlockDeviceMappings: describeInstance(instance, context).BlockDeviceMappings,
  }),
  disableApiStop: (instance: InstanceRecord) => ({ DisableApiStop: { Value: instance.stopProtection } }),
  disableApiTermination: (instance: InstanceRecord) => ({
    DisableApiTermination: { Value: instance.terminationProtection },
  }),
  ebsOptimized: (instance: InstanceRecord) => ({ EbsOptimized: { Value: instance.ebsOptimized } }),
  enaSupport: () => ({ EnaSupport: { Value: true } }),
  enclaveOptions: () => ({ EnclaveOptions: { Enabled: false } }),
  groupSet: (instance: InstanceRecord, context: RegionContext) => ({
    Groups: cardsOf(instance, context)
      .slice(0, 1)
      .flatMap((card) => groupsOf(card, context)),
  }),
  instanceInitiatedShutdownBehavior: (instance: InstanceRecord) => ({
    InstanceInitiatedShutdownBehavior: { Value: instance.shutdownBehavior },
  }),
  instanceType: (instance: InstanceRecord) => ({ InstanceType: { Value: instance.instanceType } }),
  rootDeviceName: (instance: InstanceRecord) => ({ RootDeviceName: { Value: instance.rootDeviceName } }),
  sourceDestCheck: (instance: InstanceRecord, context: RegionContext) => ({
    SourceDestCheck: { Value: cardsOf(instance, context)[0]?.sourceDestCheck ?? true },
  }),
  userData: (instance: InstanceRecord) => ({
    UserData: instance.userData === "" ? {} : { Value: instance.userData },
  }),
} as const;

function instanceOf(context: RegionContext, id: string | undefined): InstanceRecord {
  return find(ec2State(context).instances, required(id, "instanceId"), resourceKinds.instance);
}

function checkNewType(instance: InstanceRecord, type: string): void {
  if (instanceTypeRow(type) === undefined) throw invalidValue(`Invalid value '${type}' for InstanceType.`);
  if (instance.state === "stopped") return;
  throw new AwsError(
    "IncorrectInstanceState",
    `The instance '${instance.id}' is not in the 'stopped' state.`,
  );
}

interface InstanceChange {
  readonly instanceType: string | undefined;
  readonly shutdownBehavior: "stop" | "terminate" | undefined;
  readonly terminationProtection: boolean | undefined;
  readonly stopProtection: boolean | undefined;
  readonly ebsOptimized: boolean | undefined;
  readonly sourceDestCheck: boolean | undefined;
  readonly userData: string | undefined;
  readonly groups: readonly string[] | undefined;
}

/** An attribute is given by a member of its own, or by name and value. */
function changeOf(input: ModifyInstanceAttributeRequest): InstanceChange {
  const named = (name: string): string | undefined => (input.Attribute === name ? input.Value : undefined);
  const flag = (member: AttributeBooleanValue | undefined, name: string): boolean | undefined =>
    member?.Value ?? (named(name) === undefined ? undefined : named(name) === "true");
  const behavior =
    input.InstanceInitiatedShutdownBehavior?.Value ?? named("instanceInitiatedShutdownBehavior");
  const userData = input.UserData?.Value;
  return {
    instanceType: input.InstanceType?.Value ?? named("instanceType"),
    shutdownBehavior:
      behavior === undefined
        ? undefined
        : oneOf(behavior, ["stop", "terminate"], "instanceInitiatedShutdownBehavior"),
    terminationProtection: flag(input.DisableApiTermination, "disableApiTermination"),
    stopProtection: flag(input.DisableApiStop, "disableApiStop"),
    ebsOptimized: flag(input.EbsOptimized, "ebsOptimized"),
    sourceDestCheck: flag(input.SourceDestCheck, "sourceDestCheck"),
    userData: userData === undefined ? undefined : Buffer.from(userData).toString("base64"),
    groups: input.Groups,
  };
}

function modify(context: RegionContext, instance: InstanceRecord, change: InstanceChange): void {
  instance.instanceType = change.instanceType ?? instance.instanceType;
  instance.shutdownBehavior = change.shutdownBehavior ?? instance.shutdownBehavior;
  instance.terminationProtection = change.terminationProtection ?? instance.terminationProtection;
  instance.stopProtection = change.stopProtection ?? instance.stopProtection;
  instance.ebsOptimized = change.ebsOptimized ?? instance.ebsOptimized;
  instance.userData = change.userData ?? instance.userData;
  modifyPrimaryInterface(context, instance, change);
}

function modifyPrimaryInterface(
  context: RegionContext,
  instance: InstanceRecord,
  change: { readonly groups: readonly string[] | undefined; readonly sourceDestCheck: boolean | undefined },
): void {
  const [primary] = cardsOf(instance, context);
  if (primary === undefined) return;
  if (change.groups !== undefined)
    primary.groupIds = checkSubnetGroups(context, primary.subnetId, change.groups).groupIds;
  primary.sourceDestCheck = change.sourceDestCheck ?? primary.sourceDestCheck;
}
