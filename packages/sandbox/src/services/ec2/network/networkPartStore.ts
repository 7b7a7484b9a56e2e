import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineStore } from "../../../kernel/defineStore.ts";

export interface DhcpOptionsRecord {
  readonly id: string;
  /** In the order of their keys. */
  readonly configurations: readonly { readonly key: string; readonly values: readonly string[] }[];
}

export interface AclEntryRecord {
  readonly ruleNumber: number;
  readonly egress: boolean;
  readonly protocol: string;
  readonly action: "allow" | "deny";
  readonly cidrBlock?: string | undefined;
  readonly ipv6CidrBlock?: string | undefined;
  readonly icmp?: { readonly Type?: number | undefined; readonly Code?: number | undefined } | undefined;
  readonly ports?: { readonly From?: number | undefined; readonly To?: number | undefined } | undefined;
}

export interface NetworkAclRecord {
  readonly id: string;
  readonly vpcId: string;
  entries: AclEntryRecord[];
}

/** Options and lists that clients made; those that a VPC begins with are known by the VPC itself. */
export interface NetworkParts {
  readonly dhcpOptions: Record<string, DhcpOptionsRecord>;
  /** Also the first list of a VPC, once its entries have been changed. */
  readonly acls: Record<string, NetworkAclRecord>;
  /** By subnet; a subnet that is not named stands in the first list of its VPC. */
  readonly aclOfSubnet: Record<string, { readonly associationId: string; readonly aclId: string }>;
}

const STORE = defineStore<NetworkParts>("ec2-network-parts", "region", () => ({
  dhcpOptions: {},
  acls: {},
  aclOfSubnet: {},
}));

export function networkParts(context: RegionContext): NetworkParts {
  return context.store(STORE);
}
