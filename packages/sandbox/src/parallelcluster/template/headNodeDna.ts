import type { Json, JsonObject } from "../../kernel/json.ts";
import { clusterUser, type ClusterPlan } from "./ClusterPlan.ts";
import { zoneId } from "./dns.ts";
import { getAtt, ref } from "./intrinsics.ts";
import { storageDna, volumeDna, type StorageValues } from "./storageDna.ts";
import { withoutUndefined } from "./Resources.ts";

/** The cluster's attributes that the head node's recipes read. */
export function headNodeDna(plan: ClusterPlan): JsonObject {
  const { configuration, facts } = plan;
  const { artifactDirectory } = facts;
  return withoutUndefined({
    stack_name: facts.clusterName,
    stack_arn: ref("AWS::StackId"),
    ...storageDna(plan, rootValue),
    ...volumeDna(plan),
    base_os: configuration.os,
    region: facts.region,
    shared_storage_type: "ebs",
    default_user_home: "shared",
    scheduler: "slurm",
    ephemeral_dir: configuration.headNode.ephemeralMountDirectory,
    proxy: "NONE",
    node_type: "HeadNode",
    cluster_user: clusterUser(configuration.os),
    ddb_table: ref("DynamoDBTable"),
    log_group_name: configuration.monitoring.logs.enabled ? facts.logGroupName : "NONE",
    dcv_enabled: configuration.headNode.dcv === undefined ? "false" : "head_node",
    dcv_port: configuration.headNode.dcv === undefined ? "NONE" : configuration.headNode.dcv.port,
    enable_intel_hpc_platform: "false",
    cw_logging_enabled: String(configuration.monitoring.logs.enabled),
    log_rotation_enabled: String(configuration.monitoring.logRotation),
    cluster_s3_bucket: facts.bucket,
    cluster_config_s3_key: `${artifactDirectory}/configs/cluster-config-with-implied-values.yaml`,
    cluster_config_version: facts.impliedConfigVersion,
    instance_types_data_version: facts.instanceTypesVersion,
    change_set_s3_key: facts.changeSetKey ?? `${artifactDirectory}/configs/change-set.json`,
    instance_types_data_s3_key: `${artifactDirectory}/configs/instance-types-data.json`,
    custom_node_package: "",
    custom_awsbatchcli_package: "",
    head_node_imds_secured: String(configuration.headNode.imdsSecured),
    compute_node_bootstrap_timeout: configuration.bootstrapTimeouts.computeNodeSeconds,
    disable_sudo_access_for_default_user: String(configuration.sudoDisabledForDefaultUser),
    launch_template_id: "HeadNodeLaunchTemplate",
    ...slurmDna(plan),
    directory_service: configuration.directoryService,
  });
}

/** Attributes of a compute node, for its user data; values of the root stack come as parameters. */
export function computeDna(
  plan: ClusterPlan,
  node: {
    readonly queue: string;
    readonly resource: string;
    readonly ephemeralDirectory: string;
    readonly efaGdr: boolean;
  },
  reference: StorageValues,
): JsonObject {
  const { configuration, facts } = plan;
  const zone = zoneId(plan);
  return withoutUndefined({
    stack_name: facts.clusterName,
    ...storageDna(plan, reference),
    base_os: configuration.os,
    region: facts.region,
    scheduler: "slurm",
    node_type: "ComputeFleet",
    scheduler_queue_name: node.queue,
    scheduler_compute_resource_name: node.resource,
    cluster_name: facts.clusterName,
    cluster_user: clusterUser(configuration.os),
    ephemeral_dir: node.ephemeralDirectory,
    enable_efa_gdr: node.efaGdr ? "compute" : "NONE",
    ddb_table: `parallelcluster-${facts.clusterName}`,
    log_group_name: configuration.monitoring.logs.enabled ? facts.logGroupName : "NONE",
    cw_logging_enabled: String(configuration.monitoring.logs.enabled),
    cluster_s3_bucket: facts.bucket,
    cluster_config_version: facts.impliedConfigVersion,
    head_node_private_ip: reference("HeadNodeENI", "PrimaryPrivateIpAddress"),
    slurm_ddb_table: reference("SlurmDynamoDBTable"),
    dns_domain: configuration.slurm.managedDns ? reference("ClusterDNSDomain") : "",
    hosted_zone: zone === undefined ? "" : typeof zone === "string" ? zone : reference("Route53HostedZone"),
    use_private_hostname: String(configuration.slurm.ec2Hostnames),
    directory_service: configuration.directoryService,
  });
}

function slurmDna(plan: ClusterPlan): JsonObject {
  const { slurm } = plan.configuration;
  return {
    dns_domain: slurm.managedDns ? ref("ClusterDNSDomain") : "",
    hosted_zone: zoneId(plan) ?? "",
    slurm_ddb_table: ref("SlurmDynamoDBTable"),
    use_private_hostname: String(slurm.ec2Hostnames),
    ...(slurm.database === undefined ? {} : { is_external_slurmdbd: "false" }),
  };
}

function rootValue(logicalId: string, attribute?: string): Json {
  return attribute === undefined ? ref(logicalId) : getAtt(logicalId, attribute);
}
