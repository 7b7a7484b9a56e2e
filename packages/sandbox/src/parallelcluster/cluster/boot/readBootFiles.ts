import type { RegionContext } from "../../../kernel/CallContext.ts";
import { isJsonObject, type JsonObject } from "../../../kernel/json.ts";
import { readProperties, type PropertyReader } from "../../../kernel/readProperties.ts";
import type { ClusterSettings } from "../ClusterRecord.ts";

const LAUNCH_TEMPLATE_ID = "HeadNodeLaunchTemplate";

/**
 * Reads what cfn-init would write on the head node: the metadata of its launch template, resolved by
 * CloudFormation. Undefined when the metadata is not of a cluster.
 */
export function readBootFiles(context: RegionContext, stackName: string): ClusterSettings | undefined {
  const answer = context.call("cloudformation", "DescribeStackResource", {
    StackName: stackName,
    LogicalResourceId: LAUNCH_TEMPLATE_ID,
  });
  const files = deployedFiles(answer.StackResourceDetail?.Metadata ?? "{}");
  const waitHandle = contentOf(files, "/wait_condition_handle.txt");
  const cluster = readProperties(jsonOf(contentOf(files, "/dna.json") ?? "{}")).object("cluster");
  if (waitHandle === undefined || cluster === undefined) return undefined;
  return clusterSettings(cluster, waitHandle.trim());
}

function clusterSettings(cluster: PropertyReader, waitHandle: string): ClusterSettings {
  const text = (name: string) => cluster.text(name) ?? "";
  const logGroupName = text("log_group_name");
  return {
    waitHandle,
    stackId: text("stack_arn"),
    fleetTable: text("ddb_table"),
    slurmTable: text("slurm_ddb_table"),
    dnsDomain: text("dns_domain"),
    hostedZoneId: text("hosted_zone"),
    logGroupName: logGroupName === "" || logGroupName === "NONE" ? undefined : logGroupName,
    configBucket: text("cluster_s3_bucket"),
    configKey: text("cluster_config_s3_key"),
    configVersion: text("cluster_config_version"),
    instanceTypesKey: text("instance_types_data_s3_key"),
    instanceTypesVersion: text("instance_types_data_version"),
    computeBootstrapSeconds: cluster.number("compute_node_bootstrap_timeout") ?? 2100,
    mountDirectories: mountDirectories(cluster),
    fsxIds: listOf(text("fsx_fs_ids")),
    volumeIds: listOf(text("volume")),
    raidVolumeIds: listOf(text("raid_vol_ids")),
  };
}

/** Lists of ids and of directories stand beside each other, in the same order. */
function mountDirectories(cluster: PropertyReader): Record<string, string> {
  const raidDirectory = listOf(cluster.text("raid_shared_dir") ?? "");
  const pairs = [
    { ids: "fsx_fs_ids", directories: listOf(cluster.text("fsx_shared_dirs") ?? "") },
    { ids: "volume", directories: listOf(cluster.text("ebs_shared_dirs") ?? "") },
    { ids: "raid_vol_ids", directories: raidDirectory },
  ];
  return Object.fromEntries(
    pairs.flatMap(({ ids, directories }) =>
      listOf(cluster.text(ids) ?? "").flatMap((id, index) => {
        const directory = directories[index];
        return directory === undefined ? [] : [[id, absolute(directory)] as const];
      }),
    ),
  );
}

function absolute(directory: string): string {
  return directory.startsWith("/") ? directory : `/${directory}`;
}

function deployedFiles(metadata: string): JsonObject {
  const init = readProperties(jsonOf(metadata)).object("AWS::CloudFormation::Init");
  return init?.object("deployConfigFiles")?.object("files")?.properties ?? {};
}

/** The directory of the files differs between versions, their names do not. */
function contentOf(files: JsonObject, nameEnd: string): string | undefined {
  const entry = Object.entries(files).find(([path]) => path.endsWith(nameEnd))?.[1];
  const content = isJsonObject(entry) ? entry["content"] : undefined;
  if (isJsonObject(content)) return JSON.stringify(content);
  return typeof content === "string" ? content : undefined;
}

function jsonOf(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

/** Entries of a list that is written as text; `NONE` stands for no entry. */
function listOf(text: string): readonly string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "" && entry !== "NONE");
}
