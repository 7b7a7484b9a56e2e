import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { ACCOUNT_TYPES, elementTypeOf, storedTypeOf } from "../template/checkParameters.ts";
import { listItems, type ParameterRecord } from "./ParameterRecord.ts";

type AccountType = (typeof ACCOUNT_TYPES)[number];

/**
 * The first parameter of an AWS-specific type whose thing the account does not have, as the reason that the
 * stack's event gives; undefined when all exist.
 */
export function accountParameterFault(
  parameters: readonly ParameterRecord[],
  context: RegionContext,
): string | undefined {
  for (const parameter of parameters) {
    const declared = storedTypeOf(parameter.type) ?? parameter.type;
    const element = elementTypeOf(declared);
    const type = ACCOUNT_TYPES.find((known) => known === (element ?? declared));
    if (type === undefined) continue;
    const value = parameter.resolvedValue ?? parameter.value;
    const missing = (element === undefined ? [value] : listItems(value)).find(
      (item) => !exists(type, item, context),
    );
    if (missing !== undefined)
      return `Parameter validation failed: parameter value ${missing} for parameter name ${parameter.key} does not exist`;
  }
  return undefined;
}

function exists(type: AccountType, name: string, context: RegionContext): boolean {
  try {
    return name !== "" && found(type, name, context);
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}

function found(type: AccountType, name: string, context: RegionContext): boolean {
  switch (type) {
    case "AWS::EC2::AvailabilityZone::Name":
      return some(context.call("ec2", "DescribeAvailabilityZones", { ZoneNames: [name] }).AvailabilityZones);
    case "AWS::EC2::Image::Id":
      return some(context.call("ec2", "DescribeImages", { ImageIds: [name] }).Images);
    case "AWS::EC2::Instance::Id":
      return some(context.call("ec2", "DescribeInstances", { InstanceIds: [name] }).Reservations);
    case "AWS::EC2::KeyPair::KeyName":
      return some(context.call("ec2", "DescribeKeyPairs", { KeyNames: [name] }).KeyPairs);
    case "AWS::EC2::SecurityGroup::GroupName":
      return some(context.call("ec2", "DescribeSecurityGroups", { GroupNames: [name] }).SecurityGroups);
    case "AWS::EC2::SecurityGroup::Id":
      return some(context.call("ec2", "DescribeSecurityGroups", { GroupIds: [name] }).SecurityGroups);
    case "AWS::EC2::Subnet::Id":
      return some(context.call("ec2", "DescribeSubnets", { SubnetIds: [name] }).Subnets);
    case "AWS::EC2::Volume::Id":
      return some(context.call("ec2", "DescribeVolumes", { VolumeIds: [name] }).Volumes);
    case "AWS::EC2::VPC::Id":
      return some(context.call("ec2", "DescribeVpcs", { VpcIds: [name] }).Vpcs);
    case "AWS::Route53::HostedZone::Id":
      return context.call("route53", "GetHostedZone", { Id: name }).HostedZone !== undefined;
  }
}

function some(things: readonly unknown[] | undefined): boolean {
  return things !== undefined && things.length > 0;
}
