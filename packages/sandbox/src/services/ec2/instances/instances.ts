import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { list } from "../requests/listing.ts";
import { refuseDryRun, required } from "../requests/parameters.ts";
import { lookUp, missing, resourceKinds } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/ec2Store.ts";
import { claimCapacity } from "./claimCapacity.ts";
import { STATE_CODES, stateOf } from "./describeInstance.ts";
import { holdCapacity, releaseCapacity } from "./holdCapacity.ts";
import { instanceListing } from "./instanceListing.ts";
import type { InstanceRecord } from "./InstanceRecord.ts";
import { start, stop, terminate, USER_SHUTDOWN } from "./lifecycle.ts";
import { reservationAnswer } from "./runInstances.ts";

export const instanceOperations = defineOperations<"ec2">()({
  DescribeInstances: {
    members: ["DryRun", "Filters", "InstanceIds", "MaxResults", "NextToken"],
    run(input, context) {
      const page = list(instanceListing(context), { ...input, ids: input.InstanceIds });
      const launches = new Map<string, InstanceRecord[]>();
      for (const instance of page.items) {
        const together = launches.get(instance.launchId);
        if (together === undefined) launches.set(instance.launchId, [instance]);
        else together.push(instance);
      }
      return {
        Reservations: [...launches].map(([launchId, instances]) =>
          reservationAnswer(context, launchId, instances),
        ),
        NextToken: page.nextToken,
      };
    },
  },
  TerminateInstances: {
    members: ["DryRun", "Force", "InstanceIds", "SkipOsShutdown"],
    run(input, context) {
      const instances = instancesOf(context, input.InstanceIds);
      const guarded = instances.find(
        (each) => each.terminationProtection && each.state !== "terminated" && each.state !== "shutting-down",
      );
      if (guarded !== undefined)
        throw new AwsError(
          "OperationNotPermitted",
          `The instance '${guarded.id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
        );
      refuseDryRun(input.DryRun);
      return {
        TerminatingInstances: changing(instances, () => terminate(context, instances, USER_SHUTDOWN)),
      };
    },
  },
  StopInstances: {
    members: ["DryRun", "Force", "InstanceIds", "SkipOsShutdown"],
    run(input, context) {
      const instances = instancesOf(context, input.InstanceIds);
      for (const instance of instances) refuseStop(instance);
      refuseDryRun(input.DryRun);
      const running = instances.filter((each) => each.state === "running");
      return { StoppingInstances: changing(instances, () => stop(context, running, USER_SHUTDOWN)) };
    },
  },
  StartInstances: {
    members: ["DryRun", "InstanceIds"],
    run(input, context) {
      const instances = instancesOf(context, input.InstanceIds);
      const unfit = instances.find(
        (each) => each.state !== "stopped" && each.state !== "running" && each.state !== "pending",
      );
      if (unfit !== undefined)
        throw new AwsError(
          "IncorrectInstanceState",
          `The instance '${unfit.id}' is not in a state from which it can be started.`,
        );
      refuseDryRun(input.DryRun);
      const stopped = instances.filter((each) => each.state === "stopped");
      return { StartingInstances: changing(instances, () => startAgain(context, stopped)) };
    },
  },
  RebootInstances: {
    members: ["DryRun", "InstanceIds"],
    run(input, context) {
      const unfit = instancesOf(context, input.InstanceIds).find((each) => each.state !== "running");
      if (unfit !== undefined)
        throw new AwsError("IncorrectState", `The instance '${unfit.id}' is not in the 'running' state.`);
      refuseDryRun(input.DryRun);
      return {};
    },
  },
  GetConsoleOutput: {
    members: ["DryRun", "InstanceId", "Latest"],
    run(input, context) {
      const [instance] = instancesOf(context, [required(input.InstanceId, "instanceId")]);
      const id = instance?.id ?? "";
      refuseDryRun(input.DryRun);
      return {
        InstanceId: id,
        Output: Buffer.from(context.hosts.consoleOutput(id)).toString("base64"),
        Timestamp: new Date(context.clock.nowMs()),
      };
    },
  },
});

/** @throws {AwsError} `MissingParameter`, `InvalidInstanceID.NotFound`, `InvalidInstanceID.Malformed` */
export function instancesOf(context: RegionContext, ids: readonly string[] | undefined): InstanceRecord[] {
  const { instances } = ec2State(context);
  const unique = [...new Set(required(ids, "InstanceId"))];
  if (unique.length === 0)
    throw new AwsError("MissingParameter", "The request must contain the parameter InstanceId");
  const absent = unique.filter((id) => !Object.hasOwn(instances, id));
  if (absent.length > 0) throw missing(absent, resourceKinds.instance);
  return unique.flatMap((id) => lookUp(instances, id) ?? []);
}

/** What a call that changes states answers: the state before and after of each. */
function changing(instances: readonly InstanceRecord[], change: () => void) {
  const before = instances.map((instance) => instance.state);
  change();
  return instances.map((instance, index) => {
    const Name = before[index] ?? instance.state;
    return {
      InstanceId: instance.id,
      CurrentState: stateOf(instance),
      PreviousState: { Code: STATE_CODES[Name], Name },
    };
  });
}

function refuseStop(instance: InstanceRecord): void {
  if (instance.stopProtection)
    throw new AwsError(
      "OperationNotPermitted",
      `The instance '${instance.id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
    );
  if (instance.market !== "on-demand")
    throw new AwsError(
      "UnsupportedOperation",
      instance.market === "spot"
        ? `You can't stop the Spot Instance '${instance.id}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.`
        : `You can't stop the instance '${instance.id}' because it runs in a Capacity Block.`,
    );
  if (!["running", "stopping", "stopped"].includes(instance.state))
    throw new AwsError(
      "IncorrectInstanceState",
      `The instance '${instance.id}' is not in a state from which it can be stopped.`,
    );
}

/** Stopped instances have given their places back: they need some again, all of them or none. */
function startAgain(context: CallContext, stopped: readonly InstanceRecord[]): void {
  const held: InstanceRecord[] = [];
  try {
    for (const instance of stopped) {
      takePlace(context, instance);
      held.push(instance);
    }
  } catch (error) {
    for (const instance of held) {
      releaseCapacity(context, instance);
      delete instance.reservationId;
    }
    throw error;
  }
  start(context, stopped);
}

function takePlace(context: CallContext, instance: InstanceRecord): void {
  const [claim] = claimCapacity(
    context,
    {
      instanceType: instance.instanceType,
      zoneName: instance.zoneName,
      tenancy: instance.tenancy,
      platform: instance.platformDetails,
      market: instance.market,
      preference: instance.reservationPreference,
      targetId: instance.reservationTargetId,
      targetGroupArn: instance.reservationGroupArn,
    },
    { leastCount: 1, mostCount: 1 },
  );
  if (claim?.reservationId !== undefined) instance.reservationId = claim.reservationId;
  holdCapacity(context, instance);
}
