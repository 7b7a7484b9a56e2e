import { z } from "zod";
import { securityGroupId, stackName, subnetId, vpcId, zoneName } from "./fields.ts";

export const networkSchema = z
  .strictObject({
    prerequisitesStack: stackName
      .optional()
      .describe(
        "Stack with network and file systems; one that exists (made by hand as the guide says) is used as it is. `NAME-prerequisites` when left out.",
      ),
    vpc: vpcId.optional().describe("VPC that exists; one is made when left out. Needs both subnets."),
    publicSubnet: subnetId.optional().describe("Subnet of that VPC for the head node."),
    privateSubnet: subnetId.optional().describe("Subnet of that VPC for compute nodes and file systems."),
    secondarySubnet: subnetId
      .optional()
      .describe("Subnet of that VPC in another zone, for home directories with MULTI_AZ_1."),
    securityGroup: securityGroupId
      .optional()
      .describe(
        "Security group of that VPC that lets its members reach each other; one is made when left out.",
      ),
    secondaryZone: zoneName
      .optional()
      .describe(
        "Second zone for home directories with MULTI_AZ_1; another zone of the region when left out.",
      ),
    s3Endpoint: z
      .boolean()
      .default(true)
      .describe("Does a network that is made get a gateway endpoint for S3?"),
  })
  .describe("The network: made by default, or one that exists.");
