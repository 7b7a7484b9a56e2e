import { defineService } from "../../kernel/ServiceModule.ts";
import { imageOperations } from "./images/images.ts";
import { networkInterfaceOperations } from "./interfaces/networkInterfaces.ts";
import { keyPairOperations } from "./keypairs/keyPairs.ts";
import { elasticIpOperations } from "./network/elasticIps.ts";
import { internetGatewayOperations } from "./network/internetGateways.ts";
import { natGatewayOperations, natGatewayTimers } from "./network/natGateways.ts";
import { networkPartOperations } from "./network/networkParts.ts";
import { prefixListOperations } from "./network/prefixLists.ts";
import { routeOperations } from "./network/routes.ts";
import { routeTableOperations } from "./network/routeTables.ts";
import { subnetOperations } from "./network/subnets.ts";
import { vpcCidrBlockOperations } from "./network/vpcCidrBlocks.ts";
import { vpcEndpointOperations } from "./network/vpcEndpoints.ts";
import { vpcOperations } from "./network/vpcs.ts";
import { regionOperations } from "./regions/regionOperations.ts";
import { tagOperations } from "./requests/tagOperations.ts";
import { capacityBlockOperations } from "./reservations/capacityBlocks.ts";
import { capacityReservationOperations } from "./reservations/capacityReservations.ts";
import { securityGroupRuleOperations } from "./security/securityGroupRules.ts";
import { securityGroupOperations } from "./security/securityGroups.ts";
import { instanceTypeOperations } from "./types/instanceTypes.ts";

/** Amazon EC2: network, capacity and instances. Behaviour and sources: `behaviour/ec2.md`. */
export const ec2 = defineService("ec2", {
  operations: {
    ...capacityBlockOperations,
    ...capacityReservationOperations,
    ...elasticIpOperations,
    ...imageOperations,
    ...instanceTypeOperations,
    ...internetGatewayOperations,
    ...keyPairOperations,
    ...natGatewayOperations,
    ...networkInterfaceOperations,
    ...networkPartOperations,
    ...prefixListOperations,
    ...regionOperations,
    ...routeOperations,
    ...routeTableOperations,
    ...securityGroupOperations,
    ...securityGroupRuleOperations,
    ...subnetOperations,
    ...tagOperations,
    ...vpcCidrBlockOperations,
    ...vpcEndpointOperations,
    ...vpcOperations,
  },
  timers: { ...natGatewayTimers },
});
