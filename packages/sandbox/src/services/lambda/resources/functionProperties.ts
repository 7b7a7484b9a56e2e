import type {
  EphemeralStorage,
  LoggingConfig,
  Runtime,
  TracingConfig,
  VpcConfig,
} from "@aws-sdk/client-lambda";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { PropertyReader } from "../../../kernel/readProperties.ts";
import type { CodeSource } from "../functionCode.ts";
import { isRuntime } from "../runtimes.ts";

export interface FunctionProperties {
  readonly Runtime?: Runtime | undefined;
  readonly Handler?: string | undefined;
  readonly Description?: string | undefined;
  readonly Timeout?: number | undefined;
  readonly MemorySize?: number | undefined;
  readonly VpcConfig?: VpcConfig | undefined;
  readonly Environment: { readonly Variables: Record<string, string> };
  readonly KMSKeyArn?: string | undefined;
  readonly TracingConfig?: TracingConfig | undefined;
  readonly Layers?: string[] | undefined;
  readonly EphemeralStorage?: EphemeralStorage | undefined;
  readonly LoggingConfig?: LoggingConfig | undefined;
}

export function configurationOf(read: PropertyReader): FunctionProperties {
  return {
    Runtime: runtimeOf(read),
    Handler: read.text("Handler"),
    Description: read.text("Description"),
    Timeout: read.number("Timeout"),
    MemorySize: read.number("MemorySize"),
    VpcConfig: networkOf(read),
    Environment: { Variables: variablesOf(read) },
    KMSKeyArn: read.text("KmsKeyArn"),
    TracingConfig: tracingOf(read),
    Layers: read.texts("Layers"),
    EphemeralStorage: storageOf(read),
    LoggingConfig: loggingOf(read),
  };
}

export function codeOf(read: PropertyReader): CodeSource {
  const code = read.object("Code");
  const inline = code?.text("ZipFile");
  if (inline !== undefined) return { ZipFile: Buffer.from(inline) };
  return {
    S3Bucket: code?.text("S3Bucket"),
    S3Key: code?.text("S3Key"),
    S3ObjectVersion: code?.text("S3ObjectVersion"),
  };
}

function runtimeOf(read: PropertyReader): Runtime | undefined {
  const text = read.text("Runtime");
  if (text === undefined) return undefined;
  if (isRuntime(text)) return text;
  throw new AwsError(
    "InvalidParameterValueException",
    `Value ${text} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set or be a valid ARN`,
  );
}

function networkOf(read: PropertyReader): VpcConfig | undefined {
  const network = read.object("VpcConfig");
  if (network === undefined) return undefined;
  return {
    SubnetIds: network.texts("SubnetIds") ?? [],
    SecurityGroupIds: network.texts("SecurityGroupIds") ?? [],
  };
}

function variablesOf(read: PropertyReader): Record<string, string> {
  const variables = read.object("Environment")?.object("Variables");
  return Object.fromEntries(
    Object.keys(variables?.properties ?? {}).map((name) => [name, variables?.text(name) ?? ""]),
  );
}

function tracingOf(read: PropertyReader): TracingConfig | undefined {
  const mode = read.object("TracingConfig")?.text("Mode");
  return mode === undefined ? undefined : { Mode: mode === "Active" ? "Active" : "PassThrough" };
}

function storageOf(read: PropertyReader): EphemeralStorage | undefined {
  const Size = read.object("EphemeralStorage")?.number("Size");
  return Size === undefined ? undefined : { Size };
}

function loggingOf(read: PropertyReader): LoggingConfig | undefined {
  const logging = read.object("LoggingConfig");
  if (logging === undefined) return undefined;
  const LogGroup = logging.text("LogGroup");
  return {
    LogFormat: logging.text("LogFormat") === "JSON" ? "JSON" : "Text",
    ...(LogGroup === undefined ? {} : { LogGroup }),
  };
}
