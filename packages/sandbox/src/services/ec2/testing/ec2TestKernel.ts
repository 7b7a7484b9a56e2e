import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { SandboxKernel } from "../../../kernel/SandboxKernel.ts";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { ec2 } from "../ec2.ts";

export interface Ec2Test extends RegionContext {
  readonly kernel: SandboxKernel;
}

/** EC2 alone, in Oregon. */
export function ec2Test(region = "us-west-2"): Ec2Test {
  const kernel = createTestKernel({ modules: [ec2] });
  return { ...kernel.context(region), kernel };
}

/** Code and message of the error that a call ends with: `InvalidVpcID.NotFound: The vpc ID …`. */
export function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "no error";
}

/** A VPC with an attached internet gateway and one public subnet in the first zone. */
export function publicNetwork(context: RegionContext) {
  const vpcId = context.call("ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
  const gatewayId = context.call("ec2", "CreateInternetGateway", {}).InternetGateway?.InternetGatewayId ?? "";
  context.call("ec2", "AttachInternetGateway", { VpcId: vpcId, InternetGatewayId: gatewayId });
  const subnetId =
    context.call("ec2", "CreateSubnet", {
      VpcId: vpcId,
      CidrBlock: "10.0.0.0/20",
      AvailabilityZone: `${context.region}a`,
    }).Subnet?.SubnetId ?? "";
  return { vpcId, gatewayId, subnetId };
}
