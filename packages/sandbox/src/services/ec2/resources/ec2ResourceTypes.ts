import type { ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { networkInterfaceAttachmentResource, volumeAttachmentResource } from "./attachmentResources.ts";
import { capacityReservationResource } from "./capacityReservationResource.ts";
import { dhcpOptionsResource, vpcDhcpOptionsAssociationResource } from "./dhcpOptionsResources.ts";
import { elasticIpAssociationResource, elasticIpResource } from "./elasticIpResources.ts";
import { flowLogResource } from "./flowLogResource.ts";
import { instanceResource } from "./instanceResource.ts";
import { internetGatewayResource, vpcGatewayAttachmentResource } from "./internetGatewayResources.ts";
import { keyPairResource } from "./keyPairResource.ts";
import { launchTemplateResource } from "./launchTemplateResource.ts";
import { natGatewayResource } from "./natGatewayResource.ts";
import {
  networkAclEntryResource,
  networkAclResource,
  subnetNetworkAclAssociationResource,
} from "./networkAclResources.ts";
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
  dhcpOptionsResource,
  elasticIpAssociationResource,
  elasticIpResource,
  flowLogResource,
  instanceResource,
  internetGatewayResource,
  keyPairResource,
  launchTemplateResource,
  natGatewayResource,
  networkAclEntryResource,
  networkAclResource,
  networkInterfaceAttachmentResource,
  networkInterfaceResource,
  placementGroupResource,
  routeResource,
  routeTableResource,
  securityGroupEgressResource,
  securityGroupIngressResource,
  securityGroupResource,
  subnetNetworkAclAssociationResource,
  subnetResource,
  subnetRouteTableAssociationResource,
  volumeAttachmentResource,
  volumeResource,
  vpcCidrBlockResource,
  vpcDhcpOptionsAssociationResource,
  vpcEndpointResource,
  vpcGatewayAttachmentResource,
  vpcResource,
];
