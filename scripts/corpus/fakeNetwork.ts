import { found, refused, type ClusterConfigAws } from "@trainyard/core";

import type { FakeAccount } from "./fakeAccount.ts";

type Rule = FakeAccount["securityGroups"][number]["ingress"][number];

export function createFakeNetwork(account: FakeAccount): ClusterConfigAws["network"] {
  return {
    subnet: async (id) => {
      const subnet = account.subnets.find((one) => one.id === id);
      if (subnet === undefined)
        return refused("InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`);
      const { vpc, az: zone, cidr, mapPublicIpOnLaunch: assignsPublicAddress } = subnet;
      return found({ id, vpc, zone, cidr, assignsPublicAddress });
    },
    vpc: async (id) => {
      const vpc = account.vpcs.find((one) => one.id === id);
      if (vpc === undefined) return refused("InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`);
      return found({ dnsSupport: vpc.enableDnsSupport, dnsHostnames: vpc.enableDnsHostnames });
    },
    securityGroup: async (id) => {
      const group = account.securityGroups.find((one) => one.id === id);
      if (group === undefined)
        return refused("InvalidGroup.NotFound", `The security group '${id}' does not exist`);
      return found({
        id,
        vpc: group.vpc,
        ingress: group.ingress.map(ruleOf),
        egress: group.egress.map(ruleOf),
      });
    },
    networkInterface: async (id) => {
      const one = account.networkInterfaces.find((networkInterface) => networkInterface.id === id);
      if (one === undefined)
        return refused(
          "InvalidNetworkInterfaceID.NotFound",
          `The networkInterface ID '${id}' does not exist`,
        );
      return found({ id, vpc: one.vpc, groups: one.groups });
    },
    elasticIp: async (address) =>
      account.addresses.some((one) => one.publicIp === address)
        ? found("allocated")
        : refused("InvalidAddress.NotFound", `Address '${address}' not found.`),
    hostedZone: async (id) => {
      const zone = account.hostedZones.find((one) => one.id === id);
      if (zone === undefined) return refused("NoSuchHostedZone", `No hosted zone found with ID: ${id}`);
      return found({ domainName: zone.name, isPrivate: zone.private, vpcs: zone.vpcs });
    },
  };
}

function ruleOf(rule: Rule) {
  return {
    protocol: rule.IpProtocol,
    fromPort: rule.FromPort,
    toPort: rule.ToPort,
    cidrs: rule.IpRanges.map((range) => range.CidrIp),
    groups: rule.UserIdGroupPairs.map((pair) => pair.GroupId),
    prefixLists: rule.PrefixListIds.map((list) => list.PrefixListId),
  };
}
