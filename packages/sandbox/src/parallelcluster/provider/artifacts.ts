import { stringify } from "yaml";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { Json, JsonObject } from "../../kernel/json.ts";
import type { ClusterTemplates } from "../template/clusterTemplate.ts";
import { putText } from "./clusterObjects.ts";
import { instanceTypeItems } from "./instanceTypeFacts.ts";

/** Where a cluster's artifacts are: the folder is chosen once and kept for the cluster's life. */
export interface ArtifactPlace {
  readonly bucket: string;
  readonly directory: string;
}

export interface ConfigVersions {
  readonly configVersion: string;
  readonly impliedConfigVersion: string;
  readonly instanceTypesVersion: string;
}

const LAST_PART_LENGTH = 63;
const SUFFIX_LENGTH = 16;

/** `parallelcluster/<version>/clusters/<cluster>-<16 digits>` */
export function newArtifactDirectory(context: RegionContext, clusterName: string, version: string): string {
  const suffix = context.ids.hex("cluster-artifacts", SUFFIX_LENGTH);
  const name = clusterName.toLowerCase().slice(0, LAST_PART_LENGTH - SUFFIX_LENGTH - 1);
  return `parallelcluster/${version}/clusters/${name}-${suffix}`;
}

/** Uploads the configuration in both forms and the facts of its instance types, in the official order. */
export function uploadConfiguration(
  context: RegionContext,
  place: ArtifactPlace,
  content: {
    readonly configuration: Json;
    readonly implied: Json;
    readonly instanceTypes: readonly string[];
  },
): ConfigVersions {
  const put = (name: string, text: string) =>
    putText(context, { bucket: place.bucket, key: `${place.directory}/configs/${name}` }, text);
  const items = instanceTypeItems(context, content.instanceTypes);
  const types = Object.fromEntries(items.map((item) => [String(item.InstanceType), item]));
  return {
    impliedConfigVersion: put("cluster-config-with-implied-values.yaml", yamlText(content.implied)),
    configVersion: put("cluster-config.yaml", yamlText(content.configuration)),
    instanceTypesVersion: put("instance-types-data.json", JSON.stringify(types)),
  };
}

/** Uploads the templates and the functions' code, and answers the parameters that CreateStack takes. */
export function uploadTemplates(
  context: RegionContext,
  place: ArtifactPlace,
  templates: ClusterTemplates,
): readonly { readonly ParameterKey: string; readonly ParameterValue: string }[] {
  const put = (key: string, text: string) =>
    putText(context, { bucket: place.bucket, key: `${place.directory}/${key}` }, text);
  const parameters = templates.nested.flatMap((nested) => {
    put(nested.key, nested.body);
    return [
      { ParameterKey: nested.artifactHashParameter, ParameterValue: "" },
      { ParameterKey: nested.bucketParameter, ParameterValue: place.bucket },
      { ParameterKey: nested.versionKeyParameter, ParameterValue: `${place.directory}/${nested.key}||` },
    ];
  });
  put("custom_resources/artifacts.zip", EMPTY_ZIP);
  put("templates/aws-parallelcluster.cfn.yaml", yamlText(sorted(templates.root)));
  return parameters;
}

export function templateUrl(context: RegionContext, place: ArtifactPlace): string {
  const suffix = context.region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return `https://${place.bucket}.s3.${context.region}.${suffix}/${place.directory}/templates/aws-parallelcluster.cfn.yaml`;
}

/** The sandbox knows what the functions do; their archive has no entries. */
export const EMPTY_ZIP = `PK\u0005\u0006${"\u0000".repeat(18)}`;

function yamlText(value: Json): string {
  return stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** The official template has its top level keys and resources in order of their names. */
function sorted(template: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(template).sort(([left], [right]) => (left < right ? -1 : 1)));
}
