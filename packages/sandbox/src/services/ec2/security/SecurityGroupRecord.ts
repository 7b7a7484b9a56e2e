export interface SecurityGroupRecord {
  readonly id: string;
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
  rules: SecurityGroupRule[];
}

export type RulePeer =
  | { readonly kind: "cidrIpv4" | "cidrIpv6" | "prefixList"; readonly value: string }
  | { readonly kind: "group"; readonly value: string; readonly userId: string };

export interface SecurityGroupRule {
  readonly id: string;
  readonly isEgress: boolean;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1` or a number. */
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly peer: RulePeer;
  description?: string;
}
