import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defaultNetwork } from "./defaultNetwork.ts";
import type { Ec2State } from "./Ec2State.ts";
import { sampleReservations } from "../reservations/sampleReservations.ts";

/** What EC2 holds in a region of a fresh account: the default VPC, and the sample reservations of the sandbox. */
export function freshEc2(context: RegionContext): Ec2State {
  return {
    ...defaultNetwork(context),
    natGateways: {},
    elasticIps: {},
    vpcEndpoints: {},
    interfaces: {},
    keyPairs: {},
    reservations: sampleReservations(context),
    instances: {},
    launches: {},
    launchTemplates: {},
    placementGroups: {},
    volumes: {},
    snapshots: {},
    tags: {},
    clientTokens: {},
    vcpusInUse: {},
    zoneCapacity: {},
    zoneUse: {},
    account: { ebsEncryptionByDefault: false, ebsDefaultKmsKeyId: "alias/aws/ebs", metadataDefaults: {} },
  };
}
