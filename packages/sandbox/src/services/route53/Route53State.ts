import type { AliasTarget, RRType, VPC } from "@aws-sdk/client-route-53";
import { defineStore } from "../../kernel/defineStore.ts";
import type { NameTable } from "../../kernel/NameTable.ts";

export interface RecordSetRecord {
  readonly name: string;
  readonly type: RRType;
  readonly ttlSeconds?: number | undefined;
  readonly values: readonly string[];
  readonly alias?: AliasTarget | undefined;
}

export interface ZoneRecord {
  /** Without `/hostedzone/`. */
  readonly id: string;
  /** With a dot at its end. */
  readonly name: string;
  readonly callerReference: string;
  readonly isPrivate: boolean;
  comment: string;
  vpcs: VPC[];
  tags: { readonly Key: string; readonly Value: string }[];
  /** By name and type. */
  records: NameTable<RecordSetRecord>;
}

export interface ChangeRecord {
  readonly id: string;
  readonly submittedMs: number;
  readonly comment?: string | undefined;
  isInSync: boolean;
}

export const route53Store = defineStore<{ zones: NameTable<ZoneRecord>; changes: ChangeRecord[] }>(
  "route53",
  "global",
  () => ({ zones: {}, changes: [] }),
);

export const NAME_SERVERS = [
  "ns-1536.awsdns-00.co.uk",
  "ns-0.awsdns-00.com",
  "ns-1024.awsdns-00.org",
  "ns-512.awsdns-00.net",
];
