import type { Json } from "../../../kernel/json.ts";
import type { InstanceRecord, MetadataRecord } from "../instances/InstanceRecord.ts";
import type { NetworkInterfaceRecord } from "../interfaces/NetworkInterfaceRecord.ts";
import type { KeyPairRecord } from "../keypairs/KeyPairRecord.ts";
import type {
  ElasticIpRecord,
  InternetGatewayRecord,
  NatGatewayRecord,
  RouteTableRecord,
  SubnetRecord,
  VpcEndpointRecord,
  VpcRecord,
} from "../network/NetworkRecords.ts";
import type { PlacementGroupRecord } from "../placement/PlacementGroupRecord.ts";
import type { ReservationRecord } from "../reservations/ReservationRecord.ts";
import type { SecurityGroupRecord } from "../security/SecurityGroupRecord.ts";
import type { LaunchTemplateRecord } from "../templates/LaunchTemplateRecord.ts";
import type { SnapshotRecord, VolumeRecord } from "../volumes/VolumeRecords.ts";

/** Everything of EC2 in one region. Records by id; key pairs and placement groups by id too, their names are looked up. */
export interface Ec2State {
  readonly vpcs: Record<string, VpcRecord>;
  readonly subnets: Record<string, SubnetRecord>;
  readonly internetGateways: Record<string, InternetGatewayRecord>;
  readonly natGateways: Record<string, NatGatewayRecord>;
  readonly elasticIps: Record<string, ElasticIpRecord>;
  readonly routeTables: Record<string, RouteTableRecord>;
  readonly vpcEndpoints: Record<string, VpcEndpointRecord>;
  readonly securityGroups: Record<string, SecurityGroupRecord>;
  readonly interfaces: Record<string, NetworkInterfaceRecord>;
  readonly keyPairs: Record<string, KeyPairRecord>;
  readonly reservations: Record<string, ReservationRecord>;
  readonly instances: Record<string, InstanceRecord>;
  /** Ids of the instances of each launch (`r-…`). */
  readonly launches: Record<string, string[]>;
  readonly launchTemplates: Record<string, LaunchTemplateRecord>;
  readonly placementGroups: Record<string, PlacementGroupRecord>;
  readonly volumes: Record<string, VolumeRecord>;
  readonly snapshots: Record<string, SnapshotRecord>;
  /** Tags by resource id. */
  readonly tags: Record<string, StoredTag[]>;
  /** What calls with a client token answered, by operation and token. */
  readonly clientTokens: Record<string, { readonly request: string; readonly result: Json }>;
  /** vCPUs of running instances by quota code, those inside reservations left out. */
  readonly vcpusInUse: Record<string, number>;
  /** On-demand capacity by `type@zone`, where it is limited; what is not named is without limit. */
  readonly zoneCapacity: Record<string, number>;
  /** Instances outside of reservations by `type@zone`. */
  readonly zoneUse: Record<string, number>;
  readonly account: AccountSettings;
}

export interface StoredTag {
  readonly Key: string;
  readonly Value: string;
}

export interface AccountSettings {
  ebsEncryptionByDefault: boolean;
  ebsDefaultKmsKeyId: string;
  metadataDefaults: Partial<MetadataRecord>;
}
