import type { RegionContext } from "../../../kernel/CallContext.ts";
import { formatIpv4 } from "../network/cidr.ts";
import type { RouteRecord, SubnetRecord } from "../network/NetworkRecords.ts";
import { regionNamed } from "../regions/regionTable.ts";
import { defaultRules } from "../security/defaultRules.ts";
import type { Ec2State } from "./Ec2State.ts";
import { fixedId } from "./fixedId.ts";

const VPC_BASE = 0xac_1f_00_00;
const SUBNET_SIZE = 4096;

type DefaultNetwork = Pick<
  Ec2State,
  "vpcs" | "subnets" | "internetGateways" | "routeTables" | "securityGroups"
>;

/** The default VPC 172.31.0.0/16 with a /20 subnet per zone, an internet gateway, its main route table and group. */
export function defaultNetwork(context: RegionContext): DefaultNetwork {
  const vpcId = fixedId(context, "vpc", "default");
  const mainRouteTableId = fixedId(context, "rtb", "default");
  const defaultSecurityGroupId = fixedId(context, "sg", "default");
  const gatewayId = fixedId(context, "igw", "default");
  const subnets = defaultSubnets(context, vpcId);
  return {
    vpcs: {
      [vpcId]: {
        id: vpcId,
        isDefault: true,
        instanceTenancy: "default",
        dhcpOptionsId: fixedId(context, "dopt", "default"),
        cidrs: [{ id: fixedId(context, "vpc-cidr-assoc", "default"), cidrBlock: "172.31.0.0/16" }],
        enableDnsSupport: true,
        enableDnsHostnames: true,
        enableNetworkAddressUsageMetrics: false,
        networkAclId: fixedId(context, "acl", "default"),
        defaultSecurityGroupId,
        mainRouteTableId,
      },
    },
    subnets: Object.fromEntries(subnets.map((subnet) => [subnet.id, subnet])),
    internetGateways: { [gatewayId]: { id: gatewayId, vpcId } },
    routeTables: {
      [mainRouteTableId]: {
        id: mainRouteTableId,
        vpcId,
        routes: [
          route("172.31.0.0/16", "CreateRouteTable", "local"),
          route("0.0.0.0/0", "CreateRoute", gatewayId),
        ],
        associations: [{ id: fixedId(context, "rtbassoc", "default"), main: true }],
      },
    },
    securityGroups: {
      [defaultSecurityGroupId]: {
        id: defaultSecurityGroupId,
        vpcId,
        name: "default",
        description: "default VPC security group",
        rules: defaultRules(defaultSecurityGroupId, context.accountId, (name) =>
          fixedId(context, "sgr", name),
        ),
      },
    },
  };
}

function route(destination: string, origin: RouteRecord["origin"], gatewayId: string): RouteRecord {
  return { destination, origin, target: { kind: "gatewayId", id: gatewayId } };
}

function defaultSubnets(context: RegionContext, vpcId: string): SubnetRecord[] {
  return regionNamed(context.region).zones.map((zone, index) => ({
    id: fixedId(context, "subnet", zone.name),
    vpcId,
    cidrBlock: `${formatIpv4(VPC_BASE + index * SUBNET_SIZE)}/20`,
    zoneName: zone.name,
    zoneId: zone.id,
    defaultForAz: true,
    networkAclAssociationId: fixedId(context, "aclassoc", zone.name),
    mapPublicIpOnLaunch: true,
    hostnameType: "ip-name",
    enableResourceNameDnsARecord: false,
    addresses: {},
    usedCount: 0,
    nextOffset: 4,
  }));
}
