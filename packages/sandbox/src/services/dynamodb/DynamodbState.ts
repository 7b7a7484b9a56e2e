import type {
  AttributeDefinition,
  BillingMode,
  ScalarAttributeType,
  TableClass,
} from "@aws-sdk/client-dynamodb";
import { defineStore } from "../../kernel/defineStore.ts";
import type { NameTable } from "../../kernel/NameTable.ts";
import type { StoredItem } from "./values/StoredValue.ts";

export interface KeyNames {
  readonly hash: string;
  readonly range?: string | undefined;
}

export interface IndexRecord {
  readonly name: string;
  readonly kind: "global" | "local";
  readonly keys: KeyNames;
  readonly projection: "ALL" | "KEYS_ONLY" | "INCLUDE";
  readonly includedNames: readonly string[];
}

export interface ThroughputRecord {
  readonly readUnits: number;
  readonly writeUnits: number;
}

export interface AttributeRecord {
  readonly name: string;
  readonly type: ScalarAttributeType;
}

export interface TableRecord {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly keys: KeyNames;
  status: "CREATING" | "ACTIVE" | "UPDATING" | "DELETING";
  attributes: readonly AttributeRecord[];
  indexes: readonly IndexRecord[];
  billingMode: BillingMode;
  throughput: ThroughputRecord;
  tableClass?: TableClass | undefined;
  deletionProtected: boolean;
  pointInTimeRecovery: boolean;
  /** Of a KMS key; absent: the key that DynamoDB owns. */
  encryptionKeyArn?: string | undefined;
  timeToLiveAttribute?: string | undefined;
  tags: { readonly Key: string; readonly Value: string }[];
  /** By the text of the primary key. */
  items: NameTable<StoredItem>;
}

export const dynamodbStore = defineStore<{ tables: NameTable<TableRecord> }>("dynamodb", "region", () => ({
  tables: {},
}));

export function attributeView(attribute: AttributeRecord): AttributeDefinition {
  return { AttributeName: attribute.name, AttributeType: attribute.type };
}
