import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { ClusterRecord, NodeRecord } from "../ClusterRecord.ts";
import { updateTime } from "../fleet/fleetItem.ts";

const TABLE_BATCH_SIZE = 25;
const ZONE_BATCH_SIZE = 500;
const RECORD_TTL_SECONDS = 120;

export interface NodeRecords {
  /** Makes nodes known: the item that tells which instance is which node, and the address record. */
  put(nodes: readonly NodeRecord[]): void;
  /** A node reports which configuration it runs. */
  reportConfig(node: NodeRecord, configVersion: string): void;
  /** Configuration that an instance reported, if it did. */
  reportedConfig(instanceId: string): string | undefined;
}

/** Tables and zone of a cluster, as its daemons and nodes write them. */
export function nodeRecords(context: RegionContext, cluster: ClusterRecord): NodeRecords {
  const { settings, headNode } = cluster;
  return {
    put(nodes) {
      if (settings === undefined || nodes.length === 0) return;
      for (const batch of batches(nodes, TABLE_BATCH_SIZE))
        context.call("dynamodb", "BatchWriteItem", {
          RequestItems: {
            [settings.slurmTable]: batch.map((node) => ({ PutRequest: { Item: slurmItem(node, headNode) } })),
          },
        });
      if (settings.hostedZoneId === "") return;
      for (const batch of batches(nodes, ZONE_BATCH_SIZE))
        context.call("route53", "ChangeResourceRecordSets", {
          HostedZoneId: settings.hostedZoneId,
          ChangeBatch: { Changes: batch.map((node) => addressChange(node, settings.dnsDomain)) },
        });
    },
    reportConfig(node, configVersion) {
      if (settings === undefined) return;
      context.call("dynamodb", "PutItem", {
        TableName: settings.fleetTable,
        Item: {
          Id: { S: configItemId(node.instanceId ?? "") },
          Data: {
            M: {
              cluster_config_version: { S: configVersion },
              status: { S: "DEPLOYED" },
              node_type: { S: "ComputeFleet" },
              lastUpdateTime: { S: updateTime(context) },
            },
          },
        },
      });
    },
    reportedConfig(instanceId) {
      if (settings === undefined) return undefined;
      const { Item } = context.call("dynamodb", "GetItem", {
        TableName: settings.fleetTable,
        Key: { Id: { S: configItemId(instanceId) } },
        ConsistentRead: true,
      });
      return Item?.["Data"]?.M?.["cluster_config_version"]?.S;
    },
  };
}

function configItemId(instanceId: string): string {
  return `CLUSTER_CONFIG.${instanceId}`;
}

function slurmItem(node: NodeRecord, headNode: ClusterRecord["headNode"]) {
  return {
    Id: { S: node.name },
    InstanceId: { S: node.instanceId ?? "" },
    HeadNodePrivateIp: { S: headNode.privateIp },
    HeadNodeHostname: { S: headNode.hostName },
  };
}

function addressChange(node: NodeRecord, dnsDomain: string) {
  return {
    Action: "UPSERT" as const,
    ResourceRecordSet: {
      Name: `${node.name}.${dnsDomain}`,
      Type: "A" as const,
      TTL: RECORD_TTL_SECONDS,
      ResourceRecords: [{ Value: node.privateIp ?? "" }],
    },
  };
}

function batches<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
