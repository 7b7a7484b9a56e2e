import type { GetLayerVersionResponse } from "@aws-sdk/client-lambda";
import { AwsError } from "../../kernel/AwsError.ts";
import { findNamed, putNamed } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { codeRecord } from "./functionCode.ts";
import { lambdaStore, type LayerVersionRecord } from "./LambdaState.ts";

export const layerOperations = defineOperations<"lambda">()({
  PublishLayerVersion: {
    members: [
      "LayerName",
      "Description",
      "Content",
      "CompatibleRuntimes",
      "LicenseInfo",
      "CompatibleArchitectures",
    ],
    run(input, context) {
      const { layerVersions, lastLayerVersions } = context.store(lambdaStore);
      const layerName = (input.LayerName ?? "").split(":layer:").at(-1) ?? "";
      const version = (findNamed(lastLayerVersions, layerName) ?? 0) + 1;
      const record: LayerVersionRecord = {
        layerName,
        version,
        arn: `arn:aws:lambda:${context.region}:${context.accountId}:layer:${layerName}:${version}`,
        description: input.Description ?? "",
        license: input.LicenseInfo,
        runtimes: input.CompatibleRuntimes ?? [],
        architectures: input.CompatibleArchitectures ?? [],
        code: codeRecord(input.Content ?? {}, context),
        createdMs: context.clock.nowMs(),
      };
      putNamed(lastLayerVersions, layerName, version);
      layerVersions.push(record);
      return layerView(record);
    },
  },
  GetLayerVersion: {
    members: ["LayerName", "VersionNumber"],
    run(input, context) {
      const record = context
        .store(lambdaStore)
        .layerVersions.find((candidate) => isVersion(candidate, input.LayerName, input.VersionNumber));
      if (record === undefined)
        throw new AwsError("ResourceNotFoundException", "The resource you requested does not exist.", {
          httpStatus: 404,
        });
      return layerView(record);
    },
  },
  DeleteLayerVersion: {
    members: ["LayerName", "VersionNumber"],
    run(input, context) {
      const state = context.store(lambdaStore);
      state.layerVersions = state.layerVersions.filter(
        (candidate) => !isVersion(candidate, input.LayerName, input.VersionNumber),
      );
      return {};
    },
  },
});

function isVersion(
  record: LayerVersionRecord,
  layer: string | undefined,
  version: number | undefined,
): boolean {
  const [name] = ((layer ?? "").split(":layer:").at(-1) ?? "").split(":");
  return record.layerName === name && record.version === version;
}

function layerView(record: LayerVersionRecord): GetLayerVersionResponse {
  return {
    Content: { CodeSha256: record.code.sha256, CodeSize: record.code.sizeBytes },
    LayerArn: record.arn.slice(0, record.arn.lastIndexOf(":")),
    LayerVersionArn: record.arn,
    Description: record.description,
    CreatedDate: new Date(record.createdMs).toISOString().replace("Z", "+0000"),
    Version: record.version,
    CompatibleRuntimes: [...record.runtimes],
    ...(record.license === undefined ? {} : { LicenseInfo: record.license }),
    CompatibleArchitectures: [...record.architectures],
  };
}
