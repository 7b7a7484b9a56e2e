import {
  DescribeAddressesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  type EC2Client,
  type IpPermission,
} from "@aws-sdk/client-ec2";
import { GetHostedZoneCommand, type Route53Client } from "@aws-sdk/client-route-53";
import type { ClusterConfigAws } from "@trainyard/core/cluster-config";
import { abortOptions } from "../abortOptions.ts";
import { asked } from "./asked.ts";
import { first } from "./first.ts";

type Questions = ClusterConfigAws["network"];

export function createNetworkQuestions(
  ec2: EC2Client,
  route53: Route53Client,
  signal: AbortSignal | undefined,
): Questions {
  const options = abortOptions(signal);
  return {
    ...createVpcQuestions(ec2, signal),
    networkInterface: (id) =>
      asked("DescribeNetworkInterfaces", async () => {
        const command = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] });
        const answer = await ec2.send(command, options);
        const { VpcId, Groups } = first(answer.NetworkInterfaces, `the network interface ${id}`);
        return { id, vpc: VpcId ?? "", groups: (Groups ?? []).map(({ GroupId }) => GroupId ?? "") };
      }),
    elasticIp: (address) =>
      asked("DescribeAddresses", async () => {
        const command = new DescribeAddressesCommand({ PublicIps: [address] });
        first((await ec2.send(command, options)).Addresses, `the address ${address}`);
        return "allocated" as const;
      }),
    hostedZone: (id) =>
      asked("GetHostedZone", async () => {
        const { HostedZone, VPCs } = await route53.send(new GetHostedZoneCommand({ Id: id }), options);
        return {
          domainName: HostedZone?.Name ?? "",
          isPrivate: HostedZone?.Config?.PrivateZone === true,
          vpcs: (VPCs ?? []).map(({ VPCId }) => VPCId ?? ""),
        };
      }),
  };
}

function createVpcQuestions(
  ec2: EC2Client,
  signal: AbortSignal | undefined,
): Pick<Questions, "subnet" | "vpc" | "securityGroup"> {
  const options = abortOptions(signal);
  const attribute = (VpcId: string, Attribute: "enableDnsSupport" | "enableDnsHostnames") =>
    ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute }), options);
  return {
    subnet: (id) =>
      asked("DescribeSubnets", async () => {
        const answer = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [id] }), options);
        const subnet = first(answer.Subnets, `the subnet ${id}`);
        return {
          id,
          vpc: subnet.VpcId ?? "",
          zone: subnet.AvailabilityZone ?? "",
          cidr: subnet.CidrBlock ?? "",
          assignsPublicAddress: subnet.MapPublicIpOnLaunch === true,
        };
      }),
    vpc: (id) =>
      asked("DescribeVpcAttribute", async () => {
        const [support, hostnames] = await Promise.all([
          attribute(id, "enableDnsSupport"),
          attribute(id, "enableDnsHostnames"),
        ]);
        return {
          dnsSupport: support.EnableDnsSupport?.Value === true,
          dnsHostnames: hostnames.EnableDnsHostnames?.Value === true,
        };
      }),
    securityGroup: (id) =>
      asked("DescribeSecurityGroups", async () => {
        const answer = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }), options);
        const group = first(answer.SecurityGroups, `the security group ${id}`);
        return {
          id,
          vpc: group.VpcId ?? "",
          ingress: (group.IpPermissions ?? []).map(ruleOf),
          egress: (group.IpPermissionsEgress ?? []).map(ruleOf),
        };
      }),
  };
}

function ruleOf(rule: IpPermission) {
  return {
    protocol: rule.IpProtocol ?? "",
    fromPort: rule.FromPort,
    toPort: rule.ToPort,
    cidrs: (rule.IpRanges ?? []).map(({ CidrIp }) => CidrIp ?? ""),
    groups: (rule.UserIdGroupPairs ?? []).map(({ GroupId }) => GroupId ?? ""),
    prefixLists: (rule.PrefixListIds ?? []).map(({ PrefixListId }) => PrefixListId ?? ""),
  };
}
