import type { HostNetwork, HostSpec, HostTrafficRule } from "../HostDriver.ts";

export const EVERYONE = "0.0.0.0/0";

const OUT: HostTrafficRule = { protocol: "-1", peer: { cidrBlocks: [EVERYONE] } };
const SSH: HostTrafficRule = { protocol: "tcp", fromPort: 22, toPort: 22, peer: { cidrBlocks: [EVERYONE] } };

/** A VPC `vpc-a` of 10.1.0.0/16 whose hosts have all of one security group: they may do everything among each other. */
export function testNetwork(members: readonly string[], changes: Partial<HostNetwork> = {}): HostNetwork {
  return {
    region: "us-west-2",
    vpcId: "vpc-a",
    cidrBlocks: ["10.1.0.0/16"],
    subnets: [
      { id: "subnet-a", cidrBlock: "10.1.0.0/20" },
      { id: "subnet-b", cidrBlock: "10.1.16.0/20" },
    ],
    securityGroups: [
      { id: "sg-a", members, ingress: [{ protocol: "-1", peer: { groupId: "sg-a" } }, SSH], egress: [OUT] },
    ],
    publicAddresses: [],
    ...changes,
  };
}

/** A host in the first subnet of the test's VPC. */
export function testHost(name: string, privateIpAddress: string, changes: Partial<HostSpec> = {}): HostSpec {
  return {
    instanceId: `i-${name}`,
    region: "us-west-2",
    vpcId: "vpc-a",
    subnetId: "subnet-a",
    privateIpAddress,
    hostName: `ip-${privateIpAddress.replaceAll(".", "-")}`,
    userData: "",
    tags: {},
    user: { name: "ubuntu", publicKey: "ssh-ed25519 AAAA test" },
    ...changes,
  };
}
