/** A VPC as EC2 knows it at the moment. */
export interface HostNetwork {
  readonly region: string;
  readonly vpcId: string;
  readonly cidrBlocks: readonly string[];
  readonly subnets: readonly { readonly id: string; readonly cidrBlock: string }[];
  readonly securityGroups: readonly HostSecurityGroup[];
  /** Public addresses with the private ones that they lead to. */
  readonly publicAddresses: readonly {
    readonly publicIpAddress: string;
    readonly privateIpAddress: string;
  }[];
}

export interface HostSecurityGroup {
  readonly id: string;
  /** Private addresses of the interfaces in the group. */
  readonly members: readonly string[];
  readonly ingress: readonly HostTrafficRule[];
  readonly egress: readonly HostTrafficRule[];
}

/** Traffic that a group lets pass. */
export interface HostTrafficRule {
  /** `tcp`, `udp`, `icmp`, a number, or `-1` for all. */
  readonly protocol: string;
  /** Of tcp and udp; absent means all ports. */
  readonly fromPort?: number;
  readonly toPort?: number;
  /** IPv4 block or group on the other side; other peers let nothing of the sandbox pass and are left out. */
  readonly peer: { readonly cidrBlocks: readonly string[] } | { readonly groupId: string };
}
