import type { ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { capacityReservationResource } from "./capacityReservationResource.ts";
import { elasticIpAssociationResource, elasticIpResource } from "./elasticIpResources.ts";
import { instanceResource } from "./instanceResource.ts";
import { internetGatewayResource, vpcGatewayAttachmentResource } from "./internetGatewayResources.ts";
import { keyPairResource } from "./keyPairResource.ts";
import { launchTemplateResource } from "./launchTemplateResource.ts";
import { natGatewayResource } from "./natGatewayResource.ts";
import { networkInterfaceResource } from "./networkInterfaceResource.ts";
import { placementGroupResource } from "./placementGroupResource.ts";
import { routeResource, routeTableResource, subnetRouteTableAssociationResource } from "./routeResources.ts";
import { securityGroupResource } from "./securityGroupResource.ts";
import { securityGroupEgressResource, securityGroupIngressResource } from "./securityGroupRuleResources.ts";
import { subnetResource } from "./subnetResource.ts";
import { volumeResource } from "./volumeResource.ts";
import { vpcCidrBlockResource } from "./vpcCidrBlockResource.ts";
import { vpcEndpointResource } from "./vpcEndpointResource.ts";
import { vpcResource } from "./vpcResource.ts";

/** The resource types of EC2 that CloudFormation can make in the sandbox. */
export const ec2ResourceTypes: readonly ResourceProvider[] = [
  capacityReservationResource,
  elasticIpAssociationResource,
  elasticIpResource,
  instanceResource,
  internetGatewayResource,
  keyPairResource,
  launchTemplateResource,
  natGatewayResource,
  networkInterfaceResource,
  placementGroupResource,
  routeResource,
  routeTableResource,
  securityGroupEgressResource,
  securityGroupIngressResource,
  securityGroupResource,
  subnetResource,
  subnetRouteTableAssociationResource,
  volumeResource,
  vpcCidrBlockResource,
  vpcEndpointResource,
  vpcGatewayAttachmentResource,
  vpcResource,
];
