import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { groupsOf } from "../interfaces/describeInterface.ts";
import { checkSubnetGroups } from "../interfaces/interfaceLife.ts";
import { invalidValue, oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/Ec2State.ts";
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
      const { Attribute, Value } = input;
      const type = input.InstanceType?.Value ?? (Attribute === "instanceType" ? Value : undefined);
      const behavior =
        input.InstanceInitiatedShutdownBehavior?.Value ??
        (Attribute === "instanceInitiatedShutdownBehavior" ? Value : undefined);
      const flag = (name: string): boolean | undefined =>
        Attribute === name && Value !== undefined ? Value === "true" : undefined;
      if (type !== undefined) checkNewType(instance, type);
      refuseDryRun(input.DryRun);
      if (type !== undefined) instance.instanceType = type;
      if (behavior !== undefined)
        instance.shutdownBehavior = oneOf(
          behavior,
          ["stop", "terminate"],
          "instanceInitiatedShutdownBehavior",
        );
      instance.terminationProtection =
        input.DisableApiTermination?.Value ?? flag("disableApiTermination") ?? instance.terminationProtection;
      instance.stopProtection =
        input.DisableApiStop?.Value ?? flag("disableApiStop") ?? instance.stopProtection;
      instance.ebsOptimized = input.EbsOptimized?.Value ?? flag("ebsOptimized") ?? instance.ebsOptimized;
      if (input.UserData?.Value !== undefined)
        instance.userData = Buffer.from(input.UserData.Value).toString("base64");
      modifyPrimaryInterface(context, instance, {
        groups: input.Groups,
        sourceDestCheck: input.SourceDestCheck?.Value ?? flag("sourceDestCheck"),
      });
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
