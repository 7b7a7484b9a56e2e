import type { JsonObject } from "../../../kernel/json.ts";

export interface LaunchTemplateRecord {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  readonly createdBy: string;
  defaultVersion: number;
  latestVersion: number;
  readonly versions: LaunchTemplateVersionRecord[];
}

export interface LaunchTemplateVersionRecord {
  readonly number: number;
  readonly createdMs: number;
  readonly createdBy: string;
  readonly description?: string;
  /** The launch template data as it was sent, in the shape of RunInstances. */
  readonly data: JsonObject;
}
