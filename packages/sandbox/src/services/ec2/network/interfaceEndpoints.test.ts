import { expect, test } from "vitest";
import { ec2Test, publicNetwork, refusal } from "../testing/ec2TestKernel.ts";

function withNetwork() {
  const context = ec2Test();
  const { vpcId, subnetId } = publicNetwork(context);
  const [hostnames, ServiceName] = [{ Value: true }, "com.amazonaws.us-west-2.logs"];
  context.call("ec2", "ModifyVpcAttribute", { VpcId: vpcId, EnableDnsHostnames: hostnames });
  const create = (more: object = {}) =>
    context.call("ec2", "CreateVpcEndpoint", {
      VpcId: vpcId,
      VpcEndpointType: "Interface",
      ServiceName,
      SubnetIds: [subnetId],
      ...more,
    }).VpcEndpoint;
  return { context, vpcId, subnetId, create };
}

// localstack: tests/aws/services/ec2/resource_providers/test_ec2_resource_provider.snapshot.json, test_deploy_vpc_endpoint
test("an interface endpoint has an interface in its subnet, and names for itself and the zone", () => {
  const { context, vpcId, subnetId, create } = withNetwork();
  const endpoint = create();
  const id = endpoint?.VpcEndpointId ?? "";
  expect(endpoint).toMatchObject({
    DnsOptions: { DnsRecordIpType: "ipv4" },
    Groups: [{ GroupName: "default" }],
    IpAddressType: "ipv4",
    PrivateDnsEnabled: true,
    RequesterManaged: false,
    RouteTableIds: [],
    ServiceName: "com.amazonaws.us-west-2.logs",
    State: "available",
    SubnetIds: [subnetId],
    VpcEndpointType: "Interface",
    VpcId: vpcId,
  });
  expect(
    endpoint?.DnsEntries?.map(({ DnsName }) => DnsName?.replace(/-[0-9a-f]{8}([.-])/, "-MARK$1")),
  ).toEqual([
    `${id}-MARK.logs.us-west-2.vpce.amazonaws.com`,
    `${id}-MARK-us-west-2a.logs.us-west-2.vpce.amazonaws.com`,
  ]);
  const { NetworkInterfaces = [] } = context.call("ec2", "DescribeNetworkInterfaces", {
    NetworkInterfaceIds: endpoint?.NetworkInterfaceIds,
  });
  expect(NetworkInterfaces[0]).toMatchObject({
    Description: `VPC Endpoint Interface ${id}`,
    InterfaceType: "vpc_endpoint",
    SubnetId: subnetId,
  });
});

test("its interface holds subnet and group until the endpoint goes", () => {
  const { context, vpcId, subnetId, create } = withNetwork();
  const { GroupId = "" } = context.call("ec2", "CreateSecurityGroup", {
    VpcId: vpcId,
    GroupName: "endpoint",
    Description: "x",
  });
  const id = create({ SecurityGroupIds: [GroupId] })?.VpcEndpointId ?? "";
  const removals = [
    () => context.call("ec2", "DeleteSubnet", { SubnetId: subnetId }),
    () => context.call("ec2", "DeleteSecurityGroup", { GroupId }),
  ];
  for (const remove of removals) expect(refusal(remove)).toMatch(/^DependencyViolation: /);
  context.call("ec2", "DeleteVpcEndpoints", { VpcEndpointIds: [id] });
  for (const remove of removals) expect(refusal(remove)).toBe("no error");
});

test.each([
  { more: { ServiceName: "com.amazonaws.eu-west-1.logs" }, words: /^InvalidServiceName: / },
  { more: { VpcEndpointType: "GatewayLoadBalancer" }, words: /^UnsupportedOperation: .*GatewayLoadBalancer/ },
  { more: { SubnetIds: ["subnet-00000000"] }, words: /^InvalidSubnetID.NotFound: / },
])("an endpoint is refused: $words", ({ more, words }) => {
  expect(refusal(() => withNetwork().create(more))).toMatch(words);
});

test("an interface takes as many further addresses as it is asked to", () => {
  const { context, subnetId } = withNetwork();
  const { NetworkInterface } = context.call("ec2", "CreateNetworkInterface", {
    SubnetId: subnetId,
    SecondaryPrivateIpAddressCount: 2,
  });
  const { NetworkInterfaces = [] } = context.call("ec2", "DescribeNetworkInterfaces", {
    NetworkInterfaceIds: [NetworkInterface?.NetworkInterfaceId ?? ""],
  });
  expect(
    NetworkInterfaces[0]?.PrivateIpAddresses?.map((each) => [each.PrivateIpAddress, each.Primary]),
  ).toEqual([
    ["10.0.0.4", true],
    ["10.0.0.5", false],
    ["10.0.0.6", false],
  ]);
});

test("private names need both DNS attributes of the VPC", () => {
  const { context, vpcId, create } = withNetwork();
  context.call("ec2", "ModifyVpcAttribute", { VpcId: vpcId, EnableDnsHostnames: { Value: false } });
  expect(refusal(() => create())).toBe(
    `InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`,
  );
  expect(create({ PrivateDnsEnabled: false })?.PrivateDnsEnabled).toBe(false);
});
