import type { InstanceStatus } from "@aws-sdk/client-ec2";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { regionNamed } from "../regions/regionTable.ts";
import { list } from "../requests/listing.ts";
import { resourceKinds } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/ec2Store.ts";
import { STATE_CODES, stateOf } from "./describeInstance.ts";
import type { InstanceRecord } from "./InstanceRecord.ts";

/** Status checks pass this long after the instance runs. */
const INITIALIZING_MS = 120_000;

export const instanceStatusOperations = defineOperations<"ec2">()({
  DescribeInstanceStatus: {
    members: ["DryRun", "Filters", "IncludeAllInstances", "InstanceIds", "MaxResults", "NextToken"],
    run(input, context) {
      const { instances } = ec2State(context);
      const isVisible = (instance: InstanceRecord): boolean =>
        input.IncludeAllInstances === true || instance.state === "running";
      const ids = input.InstanceIds ?? [];
      const visible = Object.entries(instances).filter(
        ([id, instance]) => ids.includes(id) || isVisible(instance),
      );
      const page = list(
        {
          kind: resourceKinds.instance,
          items: Object.fromEntries(visible),
          idOf: (instance) => instance.id,
          idsParameter: "instancesSet",
          fields: {
            "availability-zone": (instance) => instance.zoneName,
            "instance-state-code": (instance) => STATE_CODES[instance.state],
            "instance-state-name": (instance) => instance.state,
            "instance-status.status": (instance) => statusOf(instance, context),
            "system-status.status": (instance) => statusOf(instance, context),
          },
        },
        { ...input, ids },
      );
      return {
        InstanceStatuses: page.items.filter(isVisible).map((instance) => describe(instance, context)),
        NextToken: page.nextToken,
      };
    },
  },
});

function statusOf(
  instance: InstanceRecord,
  context: RegionContext,
): "initializing" | "ok" | "not-applicable" {
  if (instance.state !== "running") return "not-applicable";
  const isNew = context.clock.nowMs() - instance.stateChangedMs < INITIALIZING_MS;
  return isNew ? "initializing" : "ok";
}

function describe(instance: InstanceRecord, context: RegionContext): InstanceStatus {
  const Status = statusOf(instance, context);
  const reached =
    Status === "not-applicable"
      ? {}
      : { Details: [{ Name: "reachability" as const, Status: reachability(Status) }] };
  return {
    AvailabilityZone: instance.zoneName,
    AvailabilityZoneId: regionNamed(context.region).zones.find((zone) => zone.name === instance.zoneName)?.id,
    InstanceId: instance.id,
    InstanceState: stateOf(instance),
    InstanceStatus: { Status, ...reached },
    SystemStatus: { Status, ...reached },
    Events: [],
  };
}

function reachability(status: "initializing" | "ok"): "initializing" | "passed" {
  return status === "ok" ? "passed" : "initializing";
}
