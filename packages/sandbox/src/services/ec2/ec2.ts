import { defineService } from "../../kernel/ServiceModule.ts";
import { accountOperations } from "./account/accountOperations.ts";
import { inForceOnHosts } from "./hosts/configureHosts.ts";
import { imageOperations } from "./images/images.ts";
import { cpuCreditOperations } from "./instances/cpuCredits.ts";
import { fleetOperations } from "./instances/createFleet.ts";
import { instanceAttributeOperations } from "./instances/instanceAttributes.ts";
import { instanceOperations } from "./instances/instances.ts";
import { instanceStatusOperations } from "./instances/instanceStatus.ts";
import { instanceTimers, runHostsAgain } from "./instances/lifecycle.ts";
import { runInstancesOperations } from "./instances/runInstances.ts";
import { networkInterfaceOperations } from "./interfaces/networkInterfaces.ts";
import { keyPairOperations } from "./keypairs/keyPairs.ts";
import { dhcpOptionsOperations } from "./network/dhcpOptions.ts";
import { elasticIpOperations } from "./network/elasticIps.ts";
import { flowLogOperations } from "./network/flowLogs.ts";
import { internetGatewayOperations } from "./network/internetGateways.ts";
import { natGatewayOperations, natGatewayTimers } from "./network/natGateways.ts";
import { networkAclEntryOperations } from "./network/networkAclEntries.ts";
import { networkAclOperations } from "./network/networkAcls.ts";
import { peeringOperations } from "./network/peerings.ts";
import { prefixListOperations } from "./network/prefixLists.ts";
import { routeOperations } from "./network/routes.ts";
import { routeTableOperations } from "./network/routeTables.ts";
import { subnetOperations } from "./network/subnets.ts";
import { vpcCidrBlockOperations } from "./network/vpcCidrBlocks.ts";
import { vpcEndpointOperations } from "./network/vpcEndpoints.ts";
import { vpcOperations } from "./network/vpcs.ts";
import { placementGroupOperations } from "./placement/placementGroups.ts";
import { regionOperations } from "./regions/regionOperations.ts";
import { tagOperations } from "./requests/tagOperations.ts";
import { capacityBlockOperations } from "./reservations/capacityBlocks.ts";
import { capacityReservationOperations } from "./reservations/capacityReservations.ts";
import { ec2ResourceTypes } from "./resources/ec2ResourceTypes.ts";
import { securityGroupRuleOperations } from "./security/securityGroupRules.ts";
import { securityGroupOperations } from "./security/securityGroups.ts";
import { launchTemplateOperations } from "./templates/launchTemplates.ts";
import { instanceTypeOperations } from "./types/instanceTypes.ts";
import { snapshotOperations, snapshotTimers } from "./volumes/snapshots.ts";
import { volumeOperations, volumeTimers } from "./volumes/volumes.ts";

/** Amazon EC2: network, capacity and instances. Behaviour and sources: `behaviour/ec2.md`. */
export const ec2 = defineService("ec2", {
  operations: {
    ...accountOperations,
    ...capacityBlockOperations,
    ...capacityReservationOperations,
    ...dhcpOptionsOperations,
    ...inForceOnHosts(elasticIpOperations),
    ...fleetOperations,
    ...flowLogOperations,
    ...imageOperations,
    ...inForceOnHosts(instanceAttributeOperations),
    ...instanceOperations,
    ...instanceStatusOperations,
    ...instanceTypeOperations,
    ...internetGatewayOperations,
    ...keyPairOperations,
    ...launchTemplateOperations,
    ...natGatewayOperations,
    ...networkAclEntryOperations,
    ...networkAclOperations,
    ...inForceOnHosts(networkInterfaceOperations),
    ...peeringOperations,
    ...placementGroupOperations,
    ...prefixListOperations,
    ...regionOperations,
    ...routeOperations,
    ...routeTableOperations,
    ...runInstancesOperations,
    ...cpuCreditOperations,
    ...inForceOnHosts(securityGroupOperations),
    ...inForceOnHosts(securityGroupRuleOperations),
    ...snapshotOperations,
    ...subnetOperations,
    ...tagOperations,
    ...volumeOperations,
    ...vpcCidrBlockOperations,
    ...vpcEndpointOperations,
    ...vpcOperations,
  },
  timers: { ...instanceTimers, ...natGatewayTimers, ...snapshotTimers, ...volumeTimers },
  listeners: { "sandbox.started": runHostsAgain },
  resourceTypes: ec2ResourceTypes,
});
