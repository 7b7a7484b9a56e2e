import { equals, findInMap, getAtt, nameTag, ref, sub, subnetOf } from "../intrinsics.ts";
import type { DeletionPolicy, Template, TemplateResource } from "../Template.ts";
import { keepsFileSystem, type PrerequisitesOptions } from "./PrerequisitesOptions.ts";

type Resources = Template["Resources"];

export const NETWORK_MAPPING: NonNullable<Template["Mappings"]> = {
  Networking: { VPC: { CIDR0: "10.0.0.0/16", CIDR1: "10.1.0.0/16" } },
};

export const S3_ENDPOINT_CONDITION: NonNullable<Template["Conditions"]> = {
  S3EndpointCondition: equals(ref("CreateS3Endpoint"), "true"),
};

/** Half of each address range, as the guide cuts them. */
const SUBNET_HOST_BITS = 15;

/** VPC, subnets, gateways and routes, by the guide's logical ids. */
export function networkResources(options: PrerequisitesOptions): Resources {
  const kept = keepsFileSystem(options) ? KEPT : {};
  return {
    VPC: {
      Type: "AWS::EC2::VPC",
      ...kept,
      Properties: {
        EnableDnsSupport: true,
        EnableDnsHostnames: true,
        CidrBlock: findInMap("Networking", "VPC", "CIDR0"),
        Tags: [nameTag(sub("${VPCName} VPC"))],
      },
    },
    VpcCidrBlock: {
      Type: "AWS::EC2::VPCCidrBlock",
      ...kept,
      Properties: { VpcId: ref("VPC"), CidrBlock: findInMap("Networking", "VPC", "CIDR1") },
    },
    ...gateways(),
    ...subnets(options),
    ...routes(options),
    S3Endpoint: s3Endpoint(),
  };
}

export const KEPT: { readonly DeletionPolicy: DeletionPolicy; readonly UpdateReplacePolicy: DeletionPolicy } =
  {
    DeletionPolicy: "RetainExceptOnCreate",
    UpdateReplacePolicy: "Retain",
  };

function gateways(): Resources {
  return {
    InternetGateway: {
      Type: "AWS::EC2::InternetGateway",
      Properties: { Tags: [nameTag(sub("${VPCName} Internet Gateway"))] },
    },
    GatewayToInternet: {
      Type: "AWS::EC2::VPCGatewayAttachment",
      Properties: { VpcId: ref("VPC"), InternetGatewayId: ref("InternetGateway") },
    },
    ElasticIP: {
      Type: "AWS::EC2::EIP",
      DependsOn: "GatewayToInternet",
      Properties: { Domain: "vpc", Tags: [nameTag(sub("${VPCName} NAT Gateway"))] },
    },
    NATGateway: {
      Type: "AWS::EC2::NatGateway",
      // Without the attachment the gateway is refused, and nothing else orders the two.
      DependsOn: "GatewayToInternet",
      Properties: {
        AllocationId: getAtt("ElasticIP", "AllocationId"),
        SubnetId: ref("PublicSubnet"),
        Tags: [nameTag(sub("${VPCName} NAT Gateway"))],
      },
    },
  };
}

function subnets(options: PrerequisitesOptions): Resources {
  const kept = keepsFileSystem(options) ? KEPT : {};
  const secondRange = findInMap("Networking", "VPC", "CIDR1");
  return {
    PublicSubnet: {
      Type: "AWS::EC2::Subnet",
      Properties: {
        MapPublicIpOnLaunch: true,
        VpcId: ref("VPC"),
        CidrBlock: subnetOf(getAtt("VPC", "CidrBlock"), { index: 0, count: 2, hostBits: SUBNET_HOST_BITS }),
        AvailabilityZone: ref("PrimarySubnetAZ"),
        Tags: [nameTag(sub("${VPCName} Public Subnet - ${PrimarySubnetAZ}"))],
      },
    },
    PrimaryPrivateSubnet: {
      Type: "AWS::EC2::Subnet",
      DependsOn: "VpcCidrBlock",
      ...kept,
      Properties: {
        VpcId: ref("VPC"),
        CidrBlock: subnetOf(secondRange, { index: 0, count: 2, hostBits: SUBNET_HOST_BITS }),
        AvailabilityZone: ref("PrimarySubnetAZ"),
        Tags: [nameTag(sub("${VPCName} Private Subnet - ${PrimarySubnetAZ}"))],
      },
    },
    ...(options.home === "existing" ? {} : { SecondaryPrivateSubnet: secondarySubnet(kept) }),
  };
}

/** Only for home directories across two zones. */
function secondarySubnet(kept: Partial<typeof KEPT>): TemplateResource {
  return {
    Type: "AWS::EC2::Subnet",
    Condition: "HomeMultiAz",
    DependsOn: "VpcCidrBlock",
    ...kept,
    Properties: {
      VpcId: ref("VPC"),
      CidrBlock: subnetOf(findInMap("Networking", "VPC", "CIDR1"), {
        index: 1,
        count: 2,
        hostBits: SUBNET_HOST_BITS,
      }),
      AvailabilityZone: ref("SecondarySubnetAZ"),
      Tags: [nameTag(sub("${VPCName} Private Subnet - ${SecondarySubnetAZ}"))],
    },
  };
}

function routes({ home }: PrerequisitesOptions): Resources {
  // Across zones, OpenZFS writes the address of its active server into these tables: they belong to it.
  const kept = home === "retain" ? KEPT : {};
  return {
    PublicRouteTable: routeTable("Public", kept),
    PublicRoute: {
      Type: "AWS::EC2::Route",
      DependsOn: "GatewayToInternet",
      Properties: {
        RouteTableId: ref("PublicRouteTable"),
        DestinationCidrBlock: "0.0.0.0/0",
        GatewayId: ref("InternetGateway"),
      },
    },
    PrivateRouteTable: routeTable("Private", kept),
    PrivateRouteToInternet: {
      Type: "AWS::EC2::Route",
      Properties: {
        RouteTableId: ref("PrivateRouteTable"),
        DestinationCidrBlock: "0.0.0.0/0",
        NatGatewayId: ref("NATGateway"),
      },
    },
    PublicSubnetRouteTableAssociation: association("PublicSubnet", "PublicRouteTable"),
    PrimaryPrivateSubnetRTAssociation: association("PrimaryPrivateSubnet", "PrivateRouteTable"),
    ...(home === "existing"
      ? {}
      : {
          SecondaryPrivateSubnetRTAssociation: {
            ...association("SecondaryPrivateSubnet", "PrivateRouteTable"),
            Condition: "HomeMultiAz",
          },
        }),
  };
}

function routeTable(which: "Public" | "Private", kept: Partial<typeof KEPT>): TemplateResource {
  return {
    Type: "AWS::EC2::RouteTable",
    ...kept,
    Properties: { VpcId: ref("VPC"), Tags: [nameTag(sub(`\${VPCName} ${which} Routes`))] },
  };
}

function association(subnet: string, table: string): TemplateResource {
  return {
    Type: "AWS::EC2::SubnetRouteTableAssociation",
    Properties: { SubnetId: ref(subnet), RouteTableId: ref(table) },
  };
}

/** Reachable from the VPC alone; what may be done is decided by the policies of the nodes and buckets. */
function s3Endpoint(): TemplateResource {
  return {
    Type: "AWS::EC2::VPCEndpoint",
    Condition: "S3EndpointCondition",
    Properties: {
      VpcId: ref("VPC"),
      ServiceName: sub("com.amazonaws.${AWS::Region}.s3"),
      RouteTableIds: [ref("PublicRouteTable"), ref("PrivateRouteTable")],
      PolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" }],
      },
      Tags: [nameTag(sub("${VPCName} S3"))],
    },
  };
}
