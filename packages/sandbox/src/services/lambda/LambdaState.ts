import type { Architecture, LoggingConfig, Runtime, TracingMode } from "@aws-sdk/client-lambda";
import { defineStore } from "../../kernel/defineStore.ts";
import type { NameTable } from "../../kernel/NameTable.ts";

/** Where the code came from; it is never run. */
export interface CodeRecord {
  readonly sizeBytes: number;
  /** Base64, as `CodeSha256`. */
  readonly sha256: string;
}

export interface StatementRecord {
  readonly id: string;
  readonly text: string;
}

export interface FunctionRecord {
  readonly name: string;
  readonly arn: string;
  code: CodeRecord;
  runtime?: Runtime | undefined;
  role: string;
  handler: string;
  description: string;
  timeoutSeconds: number;
  memoryMiB: number;
  ephemeralMiB: number;
  environment: Record<string, string>;
  layers: readonly string[];
  subnetIds: readonly string[];
  securityGroupIds: readonly string[];
  tracing: TracingMode;
  logging: LoggingConfig;
  readonly architectures: readonly Architecture[];
  kmsKeyArn?: string | undefined;
  modifiedMs: number;
  revisionId: string;
  state: "Pending" | "Active";
  updateStatus: "Successful" | "InProgress";
  tags: Record<string, string>;
  reservedConcurrency?: number | undefined;
  statements: readonly StatementRecord[];
}

export interface LayerVersionRecord {
  readonly layerName: string;
  readonly version: number;
  readonly arn: string;
  readonly description: string;
  readonly license?: string | undefined;
  readonly runtimes: readonly Runtime[];
  readonly architectures: readonly Architecture[];
  readonly code: CodeRecord;
  readonly createdMs: number;
}

export interface LambdaState {
  functions: NameTable<FunctionRecord>;
  /** Oldest first. */
  layerVersions: LayerVersionRecord[];
  /** Numbers go on even when versions are deleted. */
  lastLayerVersions: NameTable<number>;
}

export const lambdaStore = defineStore<LambdaState>("lambda", "region", () => ({
  functions: {},
  layerVersions: [],
  lastLayerVersions: {},
}));
