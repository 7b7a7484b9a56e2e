import type { Reservation } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { notEnoughAddresses } from "../interfaces/addresses.ts";
import { oncePerToken } from "../requests/clientToken.ts";
import { invalidValue, refuseDryRun, required } from "../requests/parameters.ts";
import { lookUp } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/ec2Store.ts";
import { checkTarget, claimCapacity } from "./claimCapacity.ts";
import { describeInstance } from "./describeInstance.ts";
import type { InstanceRecord } from "./InstanceRecord.ts";
import { launch } from "./launch.ts";
import { mergeLaunch, type LaunchInput } from "./LaunchInput.ts";
import type { LaunchPlan } from "./LaunchPlan.ts";
import { addressCapacity } from "./planInterfaces.ts";
import { planLaunch } from "./planLaunch.ts";

export const runInstancesOperations = defineOperations<"ec2">()({
  RunInstances: {
    members: [
      "BlockDeviceMappings",
      "CapacityReservationSpecification",
      "ClientToken",
      "CpuOptions",
      "CreditSpecification",
      "DisableApiStop",
      "DisableApiTermination",
      "DryRun",
      "EbsOptimized",
      "IamInstanceProfile",
      "ImageId",
      "InstanceInitiatedShutdownBehavior",
      "InstanceMarketOptions",
      "InstanceType",
      "KeyName",
      "LaunchTemplate",
      "MaxCount",
      "MetadataOptions",
      "MinCount",
      "Monitoring",
      "NetworkInterfaces",
      "Placement",
      "PrivateDnsNameOptions",
      "PrivateIpAddress",
      "SecurityGroupIds",
      "SecurityGroups",
      "SubnetId",
      "TagSpecifications",
      "UserData",
    ],
    run(input, context) {
      const launchId = oncePerToken("RunInstances", input, context, () => {
        const { MinCount, MaxCount, DryRun, ClientToken, LaunchTemplate, ...request } = input;
        const counts = countsOf(MinCount, MaxCount);
        const merged = mergeLaunch(context, request, LaunchTemplate);
        const plan = planRequest(context, merged.input, counts);
        refuseDryRun(DryRun);
        return startLaunch(context, plan, {
          ...counts,
          clientToken: ClientToken ?? "",
          ...(merged.template === undefined ? {} : { template: merged.template }),
        });
      });
      return describeLaunch(context, launchId);
    },
  },
});

export interface LaunchOptions {
  readonly leastCount: number;
  readonly mostCount: number;
  readonly clientToken: string;
  readonly template?: { readonly id: string; readonly version: number };
}

/** Takes capacity and makes the instances; AWS tags those that come from a launch template. */
export function startLaunch(context: CallContext, plan: LaunchPlan, options: LaunchOptions): string {
  const mostCount = Math.min(options.mostCount, addressCapacity(plan.interfaces));
  const claims = claimCapacity(context, plan.capacity, { leastCount: options.leastCount, mostCount });
  const { template } = options;
  const tags =
    template === undefined
      ? plan.tags
      : {
          ...plan.tags,
          instance: [
            ...plan.tags.instance,
            { Key: "aws:ec2launchtemplate:id", Value: template.id },
            { Key: "aws:ec2launchtemplate:version", Value: String(template.version) },
          ],
        };
  return launch(context, { ...plan, tags }, { claims, clientToken: options.clientToken });
}

/** Plans a launch and says what stands against it, without capacity. */
export function planRequest(
  context: CallContext,
  input: LaunchInput,
  counts: { readonly leastCount: number; readonly mostCount: number },
): LaunchPlan {
  const plan = planLaunch(context, input);
  refuseCounts(plan, counts);
  checkTarget(context, plan.capacity);
  return plan;
}

export function instancesOfLaunch(context: RegionContext, launchId: string): InstanceRecord[] {
  const { launches, instances } = ec2State(context);
  return (lookUp(launches, launchId) ?? []).flatMap((id) => lookUp(instances, id) ?? []);
}

export function reservationAnswer(
  context: RegionContext,
  launchId: string,
  instances: readonly InstanceRecord[],
): Reservation {
  return {
    ReservationId: launchId,
    OwnerId: context.accountId,
    Groups: [],
    Instances: instances.map((instance) => describeInstance(instance, context)),
  };
}

function describeLaunch(context: RegionContext, launchId: string): Reservation {
  return reservationAnswer(context, launchId, instancesOfLaunch(context, launchId));
}

function countsOf(
  least: number | undefined,
  most: number | undefined,
): { leastCount: number; mostCount: number } {
  const leastCount = required(least, "MinCount");
  const mostCount = required(most, "MaxCount");
  if (leastCount < 1)
    throw invalidValue(
      `Value (${leastCount}) for parameter minCount is invalid. Expecting a value greater than 0.`,
    );
  if (mostCount < leastCount)
    throw invalidValue(
      `Value (${mostCount}) for parameter maxCount is invalid. The maximum count must be at least the minimum count.`,
    );
  return { leastCount, mostCount };
}

/** @throws {AwsError} when the addresses do not suffice, or one interface or address is asked for several instances */
function refuseCounts(plan: LaunchPlan, counts: { leastCount: number; mostCount: number }): void {
  if (addressCapacity(plan.interfaces) < counts.leastCount) throw notEnoughAddresses(plan.subnet.id);
  const isSingle = plan.interfaces.some(
    (each) => each.existing !== undefined || each.privateIp !== undefined,
  );
  if (isSingle && counts.mostCount > 1)
    throw new AwsError(
      "InvalidParameterCombination",
      "A network interface ID or a private IP address may not be specified when more than one instance is launched.",
    );
}
