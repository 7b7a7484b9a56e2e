import { expect, test } from "vitest";
import { ec2Test, publicNetwork, refusal } from "../testing/ec2TestKernel.ts";

test("a fresh region has a default VPC with a subnet per zone, a gateway and a main route table", () => {
  const context = ec2Test();
  const [vpc] =
    context.call("ec2", "DescribeVpcs", { Filters: [{ Name: "is-default", Values: ["true"] }] }).Vpcs ?? [];
  expect(vpc).toMatchObject({ CidrBlock: "172.31.0.0/16", IsDefault: true, State: "available" });
  const { Subnets = [] } = context.call("ec2", "DescribeSubnets", {});
  expect(Subnets.map((subnet) => subnet.AvailabilityZone)).toEqual(
    ["a", "b", "c", "d"].map((letter) => `us-west-2${letter}`),
  );
  expect(Subnets[0]).toMatchObject({
    AvailableIpAddressCount: 4091,
    MapPublicIpOnLaunch: true,
    DefaultForAz: true,
  });
  const [table] = context.call("ec2", "DescribeRouteTables", {}).RouteTables ?? [];
  expect(table?.Routes?.map((route) => route.GatewayId)).toEqual(["local", expect.stringMatching(/^igw-/)]);
});

test("reading a region first changes no id of what is created later", () => {
  const read = ec2Test();
  read.inRegion("eu-west-1").call("ec2", "DescribeVpcs", {});
  const create = (context: typeof read) =>
    context.call("ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId;
  expect(create(read)).toBe(create(ec2Test()));
});

test.each([
  { cidr: "10.0.0.0/8", words: "InvalidVpc.Range: The CIDR '10.0.0.0/8' is invalid." },
  {
    cidr: "10.0.0.0",
    words:
      "InvalidParameterValue: Value (10.0.0.0) for parameter cidrBlock is invalid. This is not a valid CIDR block.",
  },
])("a VPC with the block $cidr is refused", ({ cidr, words }) => {
  expect(refusal(() => ec2Test().call("ec2", "CreateVpc", { CidrBlock: cidr }))).toBe(words);
});

test("the sixth VPC of a region is one too many", () => {
  const context = ec2Test();
  for (const second of [0, 1, 2, 3]) context.call("ec2", "CreateVpc", { CidrBlock: `10.${second}.0.0/16` });
  expect(refusal(() => context.call("ec2", "CreateVpc", { CidrBlock: "10.4.0.0/16" }))).toBe(
    "VpcLimitExceeded: The maximum number of VPCs has been reached.",
  );
});

test("a dry run ends with DryRunOperation (412) when all checks have passed, else with their error", () => {
  const context = ec2Test();
  const dry = (CidrBlock: string) => () => context.call("ec2", "CreateVpc", { CidrBlock, DryRun: true });
  expect(refusal(dry("10.0.0.0/16"))).toBe(
    "DryRunOperation: Request would have succeeded, but DryRun flag is set.",
  );
  expect(refusal(dry("10.0.0.0/8"))).toMatch(/^InvalidVpc.Range/);
  expect(context.call("ec2", "DescribeVpcs", {}).Vpcs).toHaveLength(1);
});

test.each([
  {
    cidr: "10.0.8.0/24",
    words: "InvalidSubnet.Conflict: The CIDR '10.0.8.0/24' conflicts with another subnet",
  },
  { cidr: "10.9.0.0/24", words: "InvalidSubnet.Range: The CIDR '10.9.0.0/24' is invalid." },
])("a subnet $cidr that does not fit is refused", ({ cidr, words }) => {
  const context = ec2Test();
  const { vpcId } = publicNetwork(context);
  expect(refusal(() => context.call("ec2", "CreateSubnet", { VpcId: vpcId, CidrBlock: cidr }))).toBe(words);
});

test("a second block of the VPC takes subnets, adds local routes and cannot go while it is used", () => {
  const context = ec2Test();
  const { vpcId } = publicNetwork(context);
  const answer = context.call("ec2", "AssociateVpcCidrBlock", { VpcId: vpcId, CidrBlock: "10.1.0.0/16" });
  const subnet = context.call("ec2", "CreateSubnet", { VpcId: vpcId, CidrBlock: "10.1.0.0/24" }).Subnet;
  const [table] =
    context.call("ec2", "DescribeRouteTables", { Filters: [{ Name: "vpc-id", Values: [vpcId] }] })
      .RouteTables ?? [];
  expect(table?.Routes?.map((route) => route.DestinationCidrBlock)).toEqual(["10.0.0.0/16", "10.1.0.0/16"]);
  const AssociationId = answer.CidrBlockAssociation?.AssociationId;
  const leave = () => context.call("ec2", "DisassociateVpcCidrBlock", { AssociationId });
  expect(refusal(leave)).toMatch(/^InvalidCidrBlock.InUse/);
  context.call("ec2", "DeleteSubnet", { SubnetId: subnet?.SubnetId });
  expect(refusal(leave)).toBe("no error");
});

test("what something depends on cannot be deleted", () => {
  const context = ec2Test();
  const { vpcId, gatewayId } = publicNetwork(context);
  expect(refusal(() => context.call("ec2", "DeleteVpc", { VpcId: vpcId }))).toBe(
    `DependencyViolation: The vpc '${vpcId}' has dependencies and cannot be deleted.`,
  );
  expect(refusal(() => context.call("ec2", "DeleteInternetGateway", { InternetGatewayId: gatewayId }))).toBe(
    `DependencyViolation: The internetGateway '${gatewayId}' has dependencies and cannot be deleted.`,
  );
});

test("a NAT gateway is pending, available, deleting and deleted, and holds its subnet until it is gone", () => {
  const context = ec2Test();
  const { vpcId, gatewayId, subnetId } = publicNetwork(context);
  const { AllocationId } = context.call("ec2", "AllocateAddress", { Domain: "vpc" });
  const { NatGateway } = context.call("ec2", "CreateNatGateway", { SubnetId: subnetId, AllocationId });
  const NatGatewayId = NatGateway?.NatGatewayId ?? "";
  const state = () =>
    context.call("ec2", "DescribeNatGateways", { NatGatewayIds: [NatGatewayId] }).NatGateways?.[0]?.State;
  expect(state()).toBe("pending");
  context.kernel.clock.runUntilIdle();
  expect(state()).toBe("available");
  context.call("ec2", "DeleteNatGateway", { NatGatewayId });
  expect(state()).toBe("deleting");
  expect(refusal(() => context.call("ec2", "DeleteSubnet", { SubnetId: subnetId }))).toMatch(
    /^DependencyViolation/,
  );
  expect(
    refusal(() =>
      context.call("ec2", "DetachInternetGateway", { VpcId: vpcId, InternetGatewayId: gatewayId }),
    ),
  ).toMatch(/mapped public address/);
  context.kernel.clock.runUntilIdle();
  expect(state()).toBe("deleted");
  expect(refusal(() => context.call("ec2", "ReleaseAddress", { AllocationId }))).toBe("no error");
  expect(refusal(() => context.call("ec2", "DeleteSubnet", { SubnetId: subnetId }))).toBe("no error");
});

test("a public NAT gateway needs an attached internet gateway", () => {
  const context = ec2Test();
  const { vpcId, gatewayId, subnetId } = publicNetwork(context);
  context.call("ec2", "DetachInternetGateway", { VpcId: vpcId, InternetGatewayId: gatewayId });
  const { AllocationId } = context.call("ec2", "AllocateAddress", {});
  expect(refusal(() => context.call("ec2", "CreateNatGateway", { SubnetId: subnetId, AllocationId }))).toBe(
    `Gateway.NotAttached: Network ${vpcId} has no Internet gateway attached`,
  );
});

test("the sixth elastic IP is one too many", () => {
  const context = ec2Test();
  const addresses = [1, 2, 3, 4, 5].map(() => context.call("ec2", "AllocateAddress", {}).PublicIp);
  expect(new Set(addresses).size).toBe(5);
  expect(refusal(() => context.call("ec2", "AllocateAddress", {}))).toBe(
    "AddressLimitExceeded: The maximum number of addresses has been reached.",
  );
});

const first = (context: ReturnType<typeof ec2Test>) => context.call("ec2", "AllocateAddress", {}).PublicIp;

test("public addresses are on this machine's loopback, and each new account begins elsewhere", () => {
  const [one, same, later] = [ec2Test(), ec2Test(), ec2Test()];
  expect(first(one)).toMatch(/^127\.1[89]\.\d+\.\d+$/);
  expect(first(same)).toBe(first(ec2Test()));
  later.kernel.clock.advance(1_000);
  expect(first(later)).not.toBe(first(ec2Test()));
});

test("a route to a gateway that is not attached is refused, and one whose gateway leaves is a black hole", () => {
  const context = ec2Test();
  const { vpcId, gatewayId } = publicNetwork(context);
  const RouteTableId = context.call("ec2", "CreateRouteTable", { VpcId: vpcId }).RouteTable?.RouteTableId;
  const other = context.call("ec2", "CreateInternetGateway", {}).InternetGateway?.InternetGatewayId;
  const route = (GatewayId: string | undefined) => () =>
    context.call("ec2", "CreateRoute", { RouteTableId, GatewayId, DestinationCidrBlock: "0.0.0.0/0" });
  expect(refusal(route(other))).toBe(
    `InvalidParameterValue: route table ${RouteTableId} and network gateway ${other} belong to different networks`,
  );
  expect(refusal(route(gatewayId))).toBe("no error");
  context.call("ec2", "DetachInternetGateway", { VpcId: vpcId, InternetGatewayId: gatewayId });
  const [table] =
    context.call("ec2", "DescribeRouteTables", { RouteTableIds: [RouteTableId ?? ""] }).RouteTables ?? [];
  expect(table?.Routes?.[1]).toMatchObject({ GatewayId: gatewayId, State: "blackhole" });
});

test("a gateway endpoint adds a route of the service's prefix list to its tables and takes it away again", () => {
  const context = ec2Test();
  const { vpcId } = publicNetwork(context);
  const RouteTableId =
    context.call("ec2", "CreateRouteTable", { VpcId: vpcId }).RouteTable?.RouteTableId ?? "";
  const { VpcEndpoint } = context.call("ec2", "CreateVpcEndpoint", {
    VpcId: vpcId,
    ServiceName: "com.amazonaws.us-west-2.s3",
    RouteTableIds: [RouteTableId],
  });
  const id = VpcEndpoint?.VpcEndpointId ?? "";
  const routes = () =>
    context.call("ec2", "DescribeRouteTables", { RouteTableIds: [RouteTableId] }).RouteTables?.[0]?.Routes;
  const [list] = context.call("ec2", "DescribePrefixLists", {}).PrefixLists ?? [];
  expect(routes()?.[1]).toMatchObject({ GatewayId: id, DestinationPrefixListId: list?.PrefixListId });
  context.call("ec2", "DeleteVpcEndpoints", { VpcEndpointIds: [id] });
  expect(routes()).toHaveLength(1);
});
