import type { JsonObject } from "../../kernel/json.ts";
import type { DeletionPolicy } from "../template/Template.ts";

/** A resource of a stack. */
export interface ResourceRecord {
  readonly logicalId: string;
  readonly type: string;
  physicalId?: string | undefined;
  status: string;
  statusReason?: string | undefined;
  timestampMs: number;
  /** As the resource was last made or updated, functions carried out. */
  properties: JsonObject;
  metadata?: JsonObject | undefined;
  /** What came for the creation policy, by unique id. */
  signals?: Readonly<Record<string, "SUCCESS" | "FAILURE">> | undefined;
  needs: readonly string[];
  deletionPolicy?: DeletionPolicy | undefined;
  updateReplacePolicy?: DeletionPolicy | undefined;
}
