import { parse } from "yaml";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { isJsonObject, type JsonObject } from "../../../kernel/json.ts";
import { getText } from "../../provider/clusterObjects.ts";
import type { ClusterSettings } from "../ClusterRecord.ts";

/** The cluster's configuration, fetched from its bucket as the head node does. */
export function readClusterConfig(context: RegionContext, settings: ClusterSettings): JsonObject {
  const text = getText(context, {
    bucket: settings.configBucket,
    key: settings.configKey,
    versionId: settings.configVersion,
  });
  const configuration: unknown = parse(text);
  return isJsonObject(configuration) ? configuration : {};
}
