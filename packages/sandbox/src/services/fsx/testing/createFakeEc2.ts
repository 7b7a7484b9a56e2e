import { AwsError } from "../../../kernel/AwsError.ts";
import { defineService, type ServiceModule } from "../../../kernel/ServiceModule.ts";

export interface FakeEc2 {
  readonly module: ServiceModule;
  /** Interfaces that exist now, by id, with their subnet. */
  readonly interfaces: Map<string, string>;
  /** Closes the security group's ports. */
  closed: boolean;
}

/** The part of EC2 that FSx looks at: subnet-a and subnet-b of vpc-1, subnet-z of vpc-2, and the group sg-1. */
export function createFakeEc2(): FakeEc2 {
  const zones: Readonly<Record<string, readonly [vpcId: string, zone: string]>> = {
    "subnet-a": ["vpc-1", "us-west-2a"],
    "subnet-b": ["vpc-1", "us-west-2b"],
    "subnet-z": ["vpc-2", "us-west-2b"],
  };
  const fake = { interfaces: new Map<string, string>(), closed: false };
  const module = defineService("ec2", {
    operations: {
      DescribeSubnets: {
        members: ["SubnetIds"],
        run: ({ SubnetIds: [SubnetId = ""] = [] }) => {
          const [VpcId, AvailabilityZone] = zones[SubnetId] ?? [];
          if (VpcId === undefined || AvailabilityZone === undefined)
            throw new AwsError("InvalidSubnetID.NotFound", `The subnet ID '${SubnetId}' does not exist`);
          return { Subnets: [{ SubnetId, VpcId, AvailabilityZone }] };
        },
      },
      DescribeSecurityGroups: {
        members: ["GroupIds", "Filters"],
        run: ({ GroupIds: [GroupId = "sg-default"] = [] }) => {
          if (GroupId === "sg-missing")
            throw new AwsError("InvalidGroup.NotFound", `The security group '${GroupId}' does not exist`);
          const open = { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] };
          const out = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
          const IpPermissions = fake.closed ? [] : [open];
          return { SecurityGroups: [{ GroupId, VpcId: "vpc-1", IpPermissions, IpPermissionsEgress: [out] }] };
        },
      },
      CreateNetworkInterface: {
        members: ["SubnetId", "Groups", "Description"],
        run: ({ SubnetId = "" }, context) => {
          const NetworkInterfaceId = context.ids.resourceId("eni");
          fake.interfaces.set(NetworkInterfaceId, SubnetId);
          return { NetworkInterface: { NetworkInterfaceId } };
        },
      },
      DeleteNetworkInterface: {
        members: ["NetworkInterfaceId"],
        run: ({ NetworkInterfaceId = "" }) => {
          fake.interfaces.delete(NetworkInterfaceId);
          return {};
        },
      },
    },
  });
  return Object.assign(fake, { module });
}
