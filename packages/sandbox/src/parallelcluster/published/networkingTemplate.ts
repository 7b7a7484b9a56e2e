import type { Json, JsonObject } from "../../kernel/json.ts";
import { getAtt, ref } from "../template/intrinsics.ts";

const CIDR_PATTERN = "\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}/(1[6-9]|2[0-9]|3[0-2])$";

/** What `pcluster configure` deploys for an automatic network: subnets, routes and, if there is none, a gateway. */
export function networkingTemplate(network: { readonly privateSubnet: boolean }): JsonObject {
  const cidrs = network.privateSubnet ? ["PublicCIDR", "PrivateCIDR"] : ["PublicCIDR"];
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Subnets of a cluster",
    Parameters: {
      AvailabilityZone: parameter("The zone in which the subnets are made"),
      InternetGatewayId: parameter("The gateway of the VPC; empty: one is made"),
      VpcId: parameter("The VPC"),
      ...Object.fromEntries(
        cidrs.map((name) => [name, { Type: "String", AllowedPattern: CIDR_PATTERN, Description: name }]),
      ),
    },
    Conditions: {
      CreateInternetGateway: { "Fn::Equals": [ref("InternetGatewayId"), ""] },
      ExistingInternetGateway: { "Fn::Not": [{ "Fn::Equals": [ref("InternetGatewayId"), ""] }] },
    },
    Resources: { ...publicPart(), ...(network.privateSubnet ? privatePart() : {}) },
    Outputs: {
      PublicSubnetId: { Value: ref("Public") },
      ...(network.privateSubnet ? { PrivateSubnetId: { Value: ref("Private") } } : {}),
    },
  };
}

function publicPart(): JsonObject {
  const gateway = { "Fn::If": ["CreateInternetGateway", ref("InternetGateway"), ref("InternetGatewayId")] };
  const route = {
    RouteTableId: ref("RouteTablePublic"),
    DestinationCidrBlock: "0.0.0.0/0",
    GatewayId: gateway,
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
      Properties: { InternetGatewayId: ref("InternetGateway"), VpcId: ref("VpcId") },
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
      VpcId: ref("VpcId"),
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
    Properties: { VpcId: ref("VpcId"), Tags: tags(`ParallelClusterRouteTable${name}`) },
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
