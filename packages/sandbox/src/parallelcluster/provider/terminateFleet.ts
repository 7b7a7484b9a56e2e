import type { RegionContext } from "../../kernel/CallContext.ts";

const BATCH_SIZE = 100;

/** Terminates every instance of a cluster, the head node too. */
export function terminateFleet(context: RegionContext, clusterName: string): void {
  const ids = instanceIds(context, clusterName, ["pending", "running", "stopping", "stopped"]);
  for (let start = 0; start < ids.length; start += BATCH_SIZE)
    context.call("ec2", "TerminateInstances", { InstanceIds: ids.slice(start, start + BATCH_SIZE) });
}

export function fleetShuttingDown(context: RegionContext, clusterName: string): boolean {
  return instanceIds(context, clusterName, ["shutting-down"]).length > 0;
}

function instanceIds(context: RegionContext, clusterName: string, states: readonly string[]): string[] {
  const ids: string[] = [];
  let token: string | undefined;
  do {
    const page = context.call("ec2", "DescribeInstances", {
      Filters: [
        { Name: "tag:parallelcluster:cluster-name", Values: [clusterName] },
        { Name: "instance-state-name", Values: [...states] },
      ],
      ...(token === undefined ? {} : { NextToken: token }),
    });
    for (const reservation of page.Reservations ?? [])
      for (const { InstanceId } of reservation.Instances ?? [])
        if (InstanceId !== undefined) ids.push(InstanceId);
    token = page.NextToken;
  } while (token !== undefined);
  return ids;
}
