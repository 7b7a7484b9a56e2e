export interface NetworkInterfaceRecord {
  readonly id: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly interfaceType: "interface" | "efa" | "efa-only" | "nat_gateway" | "vpc_endpoint";
  readonly createdMs: number;
  description: string;
  groupIds: string[];
  sourceDestCheck: boolean;
  /** Absent for `efa-only`. */
  readonly privateIp?: string;
  readonly secondaryIps?: readonly string[];
  /** A public address that lives as long as the instance runs. */
  publicIp?: string;
  /** It lost its public address when the instance was stopped and gets another one when it starts. */
  publicOnStart?: boolean;
  /** The elastic IP that is associated. */
  allocationId?: string;
  /** Set for interfaces that a service made and that a client may not touch. */
  readonly requesterId?: string;
  attachment?: InterfaceAttachment;
}

export interface InterfaceAttachment {
  readonly id: string;
  readonly instanceId?: string;
  readonly instanceOwnerId: string;
  readonly deviceIndex: number;
  readonly networkCardIndex: number;
  readonly attachedMs: number;
  deleteOnTermination: boolean;
}
