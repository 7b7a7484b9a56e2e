import type { ParameterTier, ParameterType } from "@aws-sdk/client-ssm";
import { defineStore } from "../../kernel/defineStore.ts";
import type { NameTable } from "../../kernel/NameTable.ts";

export interface ParameterVersionRecord {
  readonly version: number;
  readonly value: string;
  readonly modifiedMs: number;
  readonly description?: string | undefined;
  readonly allowedPattern?: string | undefined;
  readonly tier: ParameterTier;
  readonly dataType: string;
  readonly keyId?: string | undefined;
  labels: string[];
}

export interface ParameterRecord {
  readonly name: string;
  readonly type: ParameterType;
  /** Oldest first; the service keeps the last hundred. */
  versions: ParameterVersionRecord[];
  tags: { readonly Key: string; readonly Value: string }[];
}

export const ssmStore = defineStore<{ parameters: NameTable<ParameterRecord> }>("ssm", "region", () => ({
  parameters: {},
}));
