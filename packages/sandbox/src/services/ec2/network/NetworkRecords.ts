/** What the store keeps of a VPC and its parts. Times are milliseconds since 1970. */
export interface VpcRecord {
  readonly id: string;
  readonly isDefault: boolean;
  readonly instanceTenancy: "default" | "dedicated";
  /** `default` for a VPC without options. */
  dhcpOptionsId: string;
  /** The first is the primary one. */
  cidrs: CidrAssociation[];
  enableDnsSupport: boolean;
  enableDnsHostnames: boolean;
  enableNetworkAddressUsageMetrics: boolean;
  readonly networkAclId: string;
  readonly defaultSecurityGroupId: string;
  readonly mainRouteTableId: string;
}

export interface CidrAssociation {
  readonly id: string;
  readonly cidrBlock: string;
}

export interface SubnetRecord {
  readonly id: string;
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly zoneName: string;
  readonly zoneId: string;
  readonly defaultForAz: boolean;
  readonly networkAclAssociationId: string;
  mapPublicIpOnLaunch: boolean;
  hostnameType: "ip-name" | "resource-name";
  enableResourceNameDnsARecord: boolean;
  /** Addresses in use with the interface that holds each. */
  readonly addresses: Record<string, string>;
  usedCount: number;
  /** Where the search for a free address starts. */
  nextOffset: number;
}

export interface InternetGatewayRecord {
  readonly id: string;
  vpcId?: string;
}

export interface NatGatewayRecord {
  readonly id: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly connectivityType: "public" | "private";
  readonly createdMs: number;
  readonly interfaceId: string;
  readonly privateIp: string;
  readonly publicIp?: string;
  readonly allocationId?: string;
  readonly associationId?: string;
  state: "pending" | "available" | "deleting" | "deleted" | "failed";
  deletedMs?: number;
}

export interface ElasticIpRecord {
  readonly allocationId: string;
  readonly publicIp: string;
  association?: {
    readonly id: string;
    readonly interfaceId: string;
    readonly privateIp: string;
    instanceId?: string;
  };
}

export interface RouteTableRecord {
  readonly id: string;
  readonly vpcId: string;
  readonly routes: RouteRecord[];
  readonly associations: RouteTableAssociation[];
}

export type RouteTarget = "gatewayId" | "natGatewayId" | "networkInterfaceId" | "instanceId";

export interface RouteRecord {
  /** A CIDR block or a prefix list id. */
  readonly destination: string;
  readonly origin: "CreateRouteTable" | "CreateRoute";
  target: { readonly kind: RouteTarget; readonly id: string };
}

export interface RouteTableAssociation {
  readonly id: string;
  readonly main: boolean;
  readonly subnetId?: string;
}

/** A gateway endpoint, or an interface endpoint. */
export interface VpcEndpointRecord {
  readonly id: string;
  readonly vpcId: string;
  readonly serviceName: string;
  readonly createdMs: number;
  policyDocument: string;
  routeTableIds: string[];
  /** Set for an interface endpoint. */
  interfacePart?: InterfaceEndpointPart;
}

export interface InterfaceEndpointPart {
  groupIds: string[];
  privateDns: boolean;
  /** Ids of the interfaces by subnet. */
  readonly interfaces: Record<string, string>;
}
