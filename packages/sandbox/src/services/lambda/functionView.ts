import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { FunctionRecord } from "./LambdaState.ts";

/** A function as GetFunctionConfiguration gives it. */
export function functionView(record: FunctionRecord): FunctionConfiguration {
  return {
    FunctionName: record.name,
    FunctionArn: record.arn,
    ...(record.runtime === undefined ? {} : { Runtime: record.runtime }),
    Role: record.role,
    Handler: record.handler,
    CodeSize: record.code.sizeBytes,
    Description: record.description,
    Timeout: record.timeoutSeconds,
    MemorySize: record.memoryMiB,
    LastModified: new Date(record.modifiedMs).toISOString().replace("Z", "+0000"),
    CodeSha256: record.code.sha256,
    Version: "$LATEST",
    ...(Object.keys(record.environment).length === 0
      ? {}
      : { Environment: { Variables: { ...record.environment } } }),
    ...(record.kmsKeyArn === undefined ? {} : { KMSKeyArn: record.kmsKeyArn }),
    ...(record.subnetIds.length === 0
      ? {}
      : {
          VpcConfig: {
            SubnetIds: [...record.subnetIds],
            SecurityGroupIds: [...record.securityGroupIds],
          },
        }),
    TracingConfig: { Mode: record.tracing },
    RevisionId: record.revisionId,
    ...(record.layers.length === 0 ? {} : { Layers: record.layers.map((Arn) => ({ Arn })) }),
    State: record.state,
    ...(record.state === "Pending"
      ? { StateReason: "The function is being created.", StateReasonCode: "Creating" }
      : {}),
    LastUpdateStatus: record.updateStatus,
    PackageType: "Zip",
    Architectures: [...record.architectures],
    EphemeralStorage: { Size: record.ephemeralMiB },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: { ...record.logging },
  };
}
