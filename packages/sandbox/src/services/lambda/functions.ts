import type { CreateFunctionRequest, UpdateFunctionConfigurationRequest } from "@aws-sdk/client-lambda";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations, type TimerHandler } from "../../kernel/ServiceModule.ts";
import { FUNCTION_PENDING_MS, FUNCTION_UPDATING_MS } from "./durations.ts";
import { codeRecord } from "./functionCode.ts";
import { functionArn, functionOf, invalidParameter } from "./functionLookup.ts";
import { functionView } from "./functionView.ts";
import { lambdaStore, type FunctionRecord } from "./LambdaState.ts";

const CONFIGURATION = [
  "FunctionName",
  "Runtime",
  "Role",
  "Handler",
  "Description",
  "Timeout",
  "MemorySize",
  "VpcConfig",
  "Environment",
  "KMSKeyArn",
  "TracingConfig",
  "Layers",
  "EphemeralStorage",
  "LoggingConfig",
] as const;

export const functionOperations = defineOperations<"lambda">()({
  CreateFunction: {
    members: [...CONFIGURATION, "Code", "PackageType", "Tags", "Architectures", "Publish"],
    run(input, context) {
      const name = input.FunctionName ?? "";
      if (!/^[a-zA-Z0-9-_]{1,64}$/.test(name))
        throw new AwsError(
          "ValidationException",
          `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
        );
      if (input.PackageType === "Image")
        throw invalidParameter("The sandbox models functions from zip files only, not from images.");
      const { functions } = context.store(lambdaStore);
      if (findNamed(functions, name) !== undefined)
        throw new AwsError("ResourceConflictException", `Function already exist: ${name}`, {
          httpStatus: 409,
        });
      checkRole(input.Role ?? "", context);
      const record = newFunction(name, input, context);
      putNamed(functions, name, record);
      later(record, "lambda.function-active", FUNCTION_PENDING_MS, context);
      return functionView(record);
    },
  },
  GetFunction: {
    members: ["FunctionName", "Qualifier"],
    run(input, context) {
      const record = functionOf(input.FunctionName, context);
      return {
        Configuration: functionView(record),
        Code: { RepositoryType: "S3" },
        ...(Object.keys(record.tags).length === 0 ? {} : { Tags: { ...record.tags } }),
      };
    },
  },
  GetFunctionConfiguration: {
    members: ["FunctionName", "Qualifier"],
    run: (input, context) => functionView(functionOf(input.FunctionName, context)),
  },
  ListFunctions: {
    members: ["Marker", "MaxItems"],
    run(input, context) {
      const page = pageByKey(listNamed(context.store(lambdaStore).functions), (record) => record.name, {
        token: input.Marker,
        pageSize: Math.min(input.MaxItems ?? 50, 50),
        badToken: () => invalidParameter("Invalid Marker"),
      });
      return {
        Functions: page.items.map(functionView),
        ...(page.nextToken === undefined ? {} : { NextMarker: page.nextToken }),
      };
    },
  },
  UpdateFunctionCode: {
    members: ["FunctionName", "ZipFile", "S3Bucket", "S3Key", "S3ObjectVersion", "Publish"],
    run(input, context) {
      const record = functionOf(input.FunctionName, context);
      record.code = codeRecord(input, context);
      return updated(record, context);
    },
  },
  UpdateFunctionConfiguration: {
    members: CONFIGURATION,
    run(input, context) {
      const record = functionOf(input.FunctionName, context);
      if (input.Role !== undefined) checkRole(input.Role, context);
      Object.assign(record, configuration(input, record));
      return updated(record, context);
    },
  },
  DeleteFunction: {
    members: ["FunctionName"],
    run(input, context) {
      removeNamed(context.store(lambdaStore).functions, functionOf(input.FunctionName, context).name);
      return {};
    },
  },
  Invoke: {
    members: ["FunctionName", "InvocationType", "LogType", "ClientContext", "Payload", "Qualifier"],
    run(input, context) {
      const { name } = functionOf(input.FunctionName, context);
      throw invalidParameter(`The sandbox runs no code of functions: ${name} was not invoked.`);
    },
  },
});

export const functionTimers: Readonly<Record<string, TimerHandler>> = {
  "lambda.function-active"(payload, context) {
    const name = typeof payload === "string" ? payload : "";
    const record = findNamed(context.store(lambdaStore).functions, name);
    if (record === undefined) return;
    record.state = "Active";
    record.updateStatus = "Successful";
  },
};

type Configuration = Omit<
  CreateFunctionRequest & UpdateFunctionConfigurationRequest,
  "Code" | "Role" | "Layers"
> & { readonly Role?: string | undefined; readonly Layers?: string[] | undefined };

function newFunction(name: string, input: CreateFunctionRequest, context: CallContext): FunctionRecord {
  const initial: FunctionRecord = {
    name,
    arn: functionArn(name, context),
    code: codeRecord(input.Code ?? {}, context),
    role: input.Role ?? "",
    handler: "",
    description: "",
    timeoutSeconds: 3,
    memoryMiB: 128,
    ephemeralMiB: 512,
    environment: {},
    layers: [],
    subnetIds: [],
    securityGroupIds: [],
    tracing: "PassThrough",
    logging: { LogFormat: "Text", LogGroup: `/aws/lambda/${name}` },
    architectures: input.Architectures ?? ["x86_64"],
    modifiedMs: context.clock.nowMs(),
    revisionId: context.ids.uuid("lambda-revision"),
    state: "Pending",
    updateStatus: "InProgress",
    tags: { ...input.Tags },
    statements: [],
  };
  return { ...initial, ...configuration(input, initial) };
}

/** What a request sets; what it does not name stays. */
function configuration(input: Configuration, present: FunctionRecord): Partial<FunctionRecord> {
  return {
    runtime: input.Runtime ?? present.runtime,
    role: input.Role ?? present.role,
    handler: input.Handler ?? present.handler,
    description: input.Description ?? present.description,
    timeoutSeconds: within(input.Timeout, "timeout", [1, 900]) ?? present.timeoutSeconds,
    memoryMiB: within(input.MemorySize, "memorySize", [128, 10_240]) ?? present.memoryMiB,
    ephemeralMiB: input.EphemeralStorage?.Size ?? present.ephemeralMiB,
    environment: input.Environment === undefined ? present.environment : { ...input.Environment.Variables },
    kmsKeyArn: input.KMSKeyArn ?? present.kmsKeyArn,
    layers: input.Layers ?? present.layers,
    ...network(input, present),
    tracing: input.TracingConfig?.Mode ?? present.tracing,
    logging: { ...present.logging, ...input.LoggingConfig },
  };
}

function network(
  input: Configuration,
  present: FunctionRecord,
): Pick<FunctionRecord, "subnetIds" | "securityGroupIds"> {
  const { SubnetIds, SecurityGroupIds } = input.VpcConfig ?? {};
  return {
    subnetIds: SubnetIds ?? present.subnetIds,
    securityGroupIds: SecurityGroupIds ?? present.securityGroupIds,
  };
}

function updated(record: FunctionRecord, context: CallContext): ReturnType<typeof functionView> {
  record.modifiedMs = context.clock.nowMs();
  record.revisionId = context.ids.uuid("lambda-revision");
  record.updateStatus = "InProgress";
  later(record, "lambda.function-active", FUNCTION_UPDATING_MS, context);
  return functionView(record);
}

function later(record: FunctionRecord, kind: string, afterMs: number, context: CallContext): void {
  context.clock.schedule({ kind, region: context.region, payload: record.name, afterMs });
}

function within(
  value: number | undefined,
  member: string,
  [least, most]: readonly [number, number],
): number | undefined {
  if (value === undefined || (value >= least && value <= most)) return value;
  const bound = value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function checkRole(arn: string, context: CallContext): void {
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  try {
    if (context.call("iam", "GetRole", { RoleName: name }).Role?.Arn === arn) return;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
  throw invalidParameter("The role defined for the function cannot be assumed by Lambda.");
}
