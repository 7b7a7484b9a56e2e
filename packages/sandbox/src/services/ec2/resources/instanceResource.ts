import type { Instance } from "@aws-sdk/client-ec2";
import type { Progress, ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations, STABILIZATION_POLL_MS } from "../durations.ts";
import { ec2Resource, given, replaceTags } from "./ec2Resource.ts";
import {
  creditSpecification,
  INSTANCE_PROPERTIES,
  metadataOptions,
  runInputOf,
} from "./instanceProperties.ts";

const REPLACING = ["BlockDeviceMappings", "PrivateDnsNameOptions", "Tenancy"];
/** Attributes with the members of an instance that they show. */
const ATTRIBUTES = [
  ["PrivateDnsName", "PrivateDnsName"],
  ["PrivateIp", "PrivateIpAddress"],
  ["PublicDnsName", "PublicDnsName"],
  ["PublicIp", "PublicIpAddress"],
  ["VpcId", "VpcId"],
] as const;
/** Changes that an instance must be stopped for. */
const STOPPING = ["EbsOptimized", "InstanceType", "UserData"];
/** Changes in place that EC2 has operations for which the sandbox does not model. */
const NOT_MODELLED = ["IamInstanceProfile", "Monitoring", "Volumes"];

export const instanceResource = ec2Resource({
  type: "AWS::EC2::Instance",
  durations: resourceDurations.instance,
  properties: INSTANCE_PROPERTIES,
  unwanted: {
    EnclaveOptions: { Enabled: false },
    HibernationOptions: { Configured: false },
    Ipv6AddressCount: 0,
  },
  create(properties, context) {
    const { Instances } = context.call("ec2", "RunInstances", runInputOf(properties, context));
    return { physicalId: given(Instances?.[0]?.InstanceId) };
  },
  configure(physicalId, properties, context) {
    for (const volume of readProperties(properties).objects("Volumes"))
      context.call("ec2", "AttachVolume", {
        InstanceId: physicalId,
        VolumeId: volume.text("VolumeId"),
        Device: volume.text("Device"),
      });
    setSourceCheck(physicalId, properties, context);
  },
  progress: stabilize,
  read(physicalId, _properties, context) {
    const instance = instanceOf(physicalId, context);
    return {
      ref: physicalId,
      attributes: {
        ...Object.fromEntries(ATTRIBUTES.map(([name, member]) => [name, instance?.[member] ?? ""])),
        InstanceId: physicalId,
        AvailabilityZone: instance?.Placement?.AvailabilityZone ?? "",
        State: { Code: String(instance?.State?.Code), Name: instance?.State?.Name ?? "" },
      },
    };
  },
  replaces: ({ changed }) => changed.some((name) => REPLACING.includes(name)),
  update(physicalId, change, context) {
    const unknown = change.changed.find((name) => NOT_MODELLED.includes(name));
    if (unknown !== undefined)
      throw new Error(`The sandbox does not model a change of ${unknown} of an instance.`);
    updateInPlace(physicalId, change.after, context);
    replaceTags(physicalId, change, context);
    if (change.changed.some((name) => STOPPING.includes(name)))
      context.call("ec2", "StopInstances", { InstanceIds: [physicalId] });
  },
  delete: (physicalId, _properties, context) =>
    void context.call("ec2", "TerminateInstances", { InstanceIds: [physicalId] }),
  deleteProgress(physicalId, context) {
    const state = instanceOf(physicalId, context)?.State?.Name;
    return state === undefined || state === "terminated" ? { status: "done" } : waiting();
  },
});

/** Running is done; stopped for an update it gets its new properties and is started again. */
function stabilize(physicalId: string, properties: JsonObject, context: ResourceContext): Progress {
  const instance = instanceOf(physicalId, context);
  const state = instance?.State?.Name;
  if (state === "running") return { status: "done" };
  if (state === "stopped") {
    applyStopped(physicalId, properties, context);
    context.call("ec2", "StartInstances", { InstanceIds: [physicalId] });
    return waiting();
  }
  if (state === "pending" || state === "stopping") return waiting();
  const reason = instance?.StateReason?.Message ?? "it was terminated";
  return {
    status: "failed",
    reason: `Instance ${physicalId} failed to stabilize. Current state: ${state ?? "terminated"}. Reason: ${reason}`,
  };
}

function waiting(): Progress {
  return { status: "pending", retryAfterMs: STABILIZATION_POLL_MS };
}

function applyStopped(InstanceId: string, properties: JsonObject, context: ResourceContext): void {
  const read = readProperties(properties);
  const type = read.text("InstanceType");
  const userData = read.text("UserData");
  context.call("ec2", "ModifyInstanceAttribute", {
    InstanceId,
    ...(type === undefined ? {} : { InstanceType: { Value: type } }),
    ...(userData === undefined ? {} : { UserData: { Value: Buffer.from(userData, "base64") } }),
    EbsOptimized: { Value: read.boolean("EbsOptimized") ?? false },
  });
}

function updateInPlace(InstanceId: string, properties: JsonObject, context: ResourceContext): void {
  const read = readProperties(properties);
  const behavior = read.text("InstanceInitiatedShutdownBehavior");
  context.call("ec2", "ModifyInstanceAttribute", {
    InstanceId,
    DisableApiTermination: { Value: read.boolean("DisableApiTermination") ?? false },
    ...(behavior === undefined ? {} : { InstanceInitiatedShutdownBehavior: { Value: behavior } }),
    Groups: read.texts("SecurityGroupIds"),
  });
  setSourceCheck(InstanceId, properties, context);
  const credits = creditSpecification(read);
  if (credits !== undefined)
    context.call("ec2", "ModifyInstanceCreditSpecification", {
      InstanceCreditSpecifications: [{ InstanceId, ...credits }],
    });
  const options = metadataOptions(read.object("MetadataOptions"));
  if (options !== undefined) context.call("ec2", "ModifyInstanceMetadataOptions", { InstanceId, ...options });
}

function setSourceCheck(InstanceId: string, properties: JsonObject, context: ResourceContext): void {
  const Value = readProperties(properties).boolean("SourceDestCheck");
  if (Value !== undefined)
    context.call("ec2", "ModifyInstanceAttribute", { InstanceId, SourceDestCheck: { Value } });
}

function instanceOf(id: string, context: ResourceContext): Instance | undefined {
  const Filters = [{ Name: "instance-id", Values: [id] }];
  return context.call("ec2", "DescribeInstances", { Filters }).Reservations?.[0]?.Instances?.[0];
}
