import type { RegionContext } from "../../kernel/CallContext.ts";
import type { SandboxEvents } from "../../kernel/events.ts";
import { allClusters } from "./ClusterRecord.ts";
import { wakeDaemons } from "./scheduleOnCluster.ts";

/** Someone wrote into a cluster's table, such as a request to stop the fleet: the daemons look at it in their next run. */
export function followFleetTable(
  { tableName }: SandboxEvents["dynamodb.table-changed"],
  context: RegionContext,
): void {
  const owner = allClusters(context).find(({ settings }) => settings?.fleetTable === tableName);
  if (owner !== undefined) wakeDaemons(context, owner);
}
