import type { Json, JsonObject } from "../../kernel/json.ts";
import { getAtt, ref } from "../template/intrinsics.ts";

const CIDR_PATTERN = "\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}/(1[6-9]|2[0-9]|3[0-2])$";
const VPC = { "Fn::If": ["CreateVpc", ref("Vpc"), ref("VpcId")] };
const GATEWAY = { "Fn::If": ["CreateInternetGateway", ref("InternetGateway"), ref("InternetGatewayId")] };

/**
 * What `pcluster configure` and AWS's templates of whole clusters deploy for a network: subnets, routes and, if there is
 * none, a gateway and a VPC.
 */
export function networkingTemplate(network: { readonly privateSubnet: boolean }): JsonObject {
  const cidrs = network.privateSubnet ? ["PublicCIDR", "PrivateCIDR"] : ["PublicCIDR"];
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Subnets of a cluster",
    Parameters: {
      AvailabilityZone: parameter("The zone in which the subnets are made"),
      InternetGatewayId: { ...parameter("The gateway of the VPC; empty: one is made"), Default: "" },
      VpcId: { ...parameter("The VPC; empty: one is made"), Default: "" },
      ...Object.fromEntries(
        cidrs.map((name) => [name, { Type: "String", AllowedPattern: CIDR_PATTERN, Description: name }]),
      ),
    },
    Conditions: {
      CreateVpc: { "Fn::Equals": [ref("VpcId"), ""] },
      CreateInternetGateway: { "Fn::Equals": [ref("InternetGatewayId"), ""] },
      ExistingInternetGateway: { "Fn::Not": [{ "Fn::Equals": [ref("InternetGatewayId"), ""] }] },
    },
    Resources: { ...vpcPart(), ...publicPart(), ...(network.privateSubnet ? privatePart() : {}) },
    Outputs: {
      VpcId: { Value: VPC },
      InternetGatewayId: { Value: GATEWAY },
      PublicSubnetId: { Value: ref("Public") },
      ...(network.privateSubnet ? { PrivateSubnetId: { Value: ref("Private") } } : {}),
    },
  };
}

function vpcPart(): JsonObject {
  return {
    Vpc: {
      Condition: "CreateVpc",
      Type: "AWS::EC2::VPC",
      Properties: {
        CidrBlock: "10.0.0.0/16",
        EnableDnsSupport: true,
        EnableDnsHostnames: true,
        Tags: tags("ParallelClusterVPC"),
      },
    },
  };
}

function publicPart(): JsonObject {
  const route = {
    RouteTableId: ref("RouteTablePublic"),
    DestinationCidrBlock: "0.0.0.0/0",
    GatewayId: GATEWAY,
  };
  return {
    InternetGateway: {
      Condition: "CreateInternetGateway",
      Type: "AWS::EC2::InternetGateway",
      Properties: { Tags: tags("ParallelClusterIG") },
    },
    VPCGatewayAttachment: {
      Condition: "CreateInternetGateway",
      Type: "AWS::EC2::VPCGatewayAttachment",
      Properties: { InternetGatewayId: ref("InternetGateway"), VpcId: VPC },
    },
    Public: subnet("Public", true),
    RouteTablePublic: routeTable("Public"),
    RouteAssociationPublic: association("Public"),
    DefaultRouteDependsOnPublic: {
      Condition: "CreateInternetGateway",
      DependsOn: "VPCGatewayAttachment",
      Type: "AWS::EC2::Route",
      Properties: route,
    },
    DefaultRouteNoDependsOnPublic: {
      Condition: "ExistingInternetGateway",
      Type: "AWS::EC2::Route",
      Properties: route,
    },
  };
}

function privatePart(): JsonObject {
  return {
    NatEIPPublic: { Type: "AWS::EC2::EIP", Properties: { Domain: "vpc" } },
    NatGatewayPublic: {
      Type: "AWS::EC2::NatGateway",
      Properties: { AllocationId: getAtt("NatEIPPublic", "AllocationId"), SubnetId: ref("Public") },
    },
    Private: subnet("Private", false),
    RouteTablePrivate: routeTable("Private"),
    RouteAssociationPrivate: association("Private"),
    NatRoutePrivate: {
      Type: "AWS::EC2::Route",
      Properties: {
        RouteTableId: ref("RouteTablePrivate"),
        DestinationCidrBlock: "0.0.0.0/0",
        NatGatewayId: ref("NatGatewayPublic"),
      },
    },
  };
}

function parameter(description: string): JsonObject {
  return { Type: "String", Description: description };
}

function subnet(name: string, mapsPublicAddress: boolean): JsonObject {
  return {
    Type: "AWS::EC2::Subnet",
    Properties: {
      VpcId: VPC,
      CidrBlock: ref(`${name}CIDR`),
      AvailabilityZone: ref("AvailabilityZone"),
      MapPublicIpOnLaunch: mapsPublicAddress,
      Tags: tags(`ParallelCluster${name}Subnet`),
    },
  };
}

function routeTable(name: string): JsonObject {
  return {
    Type: "AWS::EC2::RouteTable",
    Properties: { VpcId: VPC, Tags: tags(`ParallelClusterRouteTable${name}`) },
  };
}

function association(name: string): JsonObject {
  return {
    Type: "AWS::EC2::SubnetRouteTableAssociation",
    Properties: { SubnetId: ref(name), RouteTableId: ref(`RouteTable${name}`) },
  };
}

function tags(name: string): readonly Json[] {
  return [
    { Key: "Name", Value: name },
    { Key: "Stack", Value: ref("AWS::StackId") },
  ];
}
