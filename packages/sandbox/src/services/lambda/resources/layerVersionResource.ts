import type { ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { LAYER_DURATIONS } from "../durations.ts";
import { isRuntime } from "../runtimes.ts";

export const layerVersionResource: ResourceProvider = {
  type: "AWS::Lambda::LayerVersion",
  durations: LAYER_DURATIONS,
  create(properties, context) {
    const read = readProperties(properties);
    const content = read.object("Content");
    const { LayerVersionArn } = context.call("lambda", "PublishLayerVersion", {
      LayerName: read.text("LayerName") ?? generatedName(context, 140),
      Description: read.text("Description"),
      LicenseInfo: read.text("LicenseInfo"),
      Content: {
        S3Bucket: content?.text("S3Bucket"),
        S3Key: content?.text("S3Key"),
        S3ObjectVersion: content?.text("S3ObjectVersion"),
      },
      CompatibleRuntimes: read.texts("CompatibleRuntimes")?.filter(isRuntime),
      CompatibleArchitectures: read
        .texts("CompatibleArchitectures")
        ?.map((name) => (name === "arm64" ? "arm64" : "x86_64")),
    });
    return { physicalId: LayerVersionArn ?? "" };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { LayerVersionArn: physicalId } }),
  delete(physicalId, _properties, context) {
    const split = physicalId.lastIndexOf(":");
    context.call("lambda", "DeleteLayerVersion", {
      LayerName: physicalId.slice(0, split),
      VersionNumber: Number(physicalId.slice(split + 1)),
    });
  },
};
