import { ec2Test, publicNetwork, type Ec2Test } from "./ec2TestKernel.ts";

export interface LaunchTest {
  readonly context: Ec2Test;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly imageId: string;
}

/** A public network in the zone of the sample reservation, and the newest official Ubuntu image. */
export function launchTest(): LaunchTest {
  const context = ec2Test();
  const { vpcId, subnetId } = publicNetwork(context);
  return { context, vpcId, subnetId, imageId: officialImage(context) };
}

export function officialImage(context: Ec2Test): string {
  const { Images = [] } = context.call("ec2", "DescribeImages", {
    Owners: ["amazon"],
    Filters: [{ Name: "name", Values: ["aws-parallelcluster-3.13.1-ubuntu-2204-lts-hvm-x86_64*"] }],
  });
  return Images[0]?.ImageId ?? "";
}

export const SAMPLE_RESERVATION = "cr-0123456789abcdef0";
export const SAMPLE_BLOCK = "cr-0fedcba9876543210";

/** The 32 EFA cards of a p5.48xlarge as ParallelCluster's launch template has them. */
export function p5Interfaces(subnetId: string) {
  return Array.from({ length: 32 }, (_, index) => ({
    NetworkCardIndex: index,
    DeviceIndex: index === 0 ? 0 : 1,
    InterfaceType: "efa",
    SubnetId: subnetId,
  }));
}
