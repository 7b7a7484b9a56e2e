import type {
  CreateFleetError,
  CreateFleetInstance,
  FleetLaunchTemplateConfigRequest,
  FleetLaunchTemplateOverridesRequest,
} from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { invalidValue, oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { checkTags, putTags } from "../requests/tags.ts";
import type { StoredTag } from "../state/Ec2State.ts";
import { templateDataFor } from "../templates/templateVersions.ts";
import { instancesOf } from "./instances.ts";
import { terminate, type EndReason } from "./lifecycle.ts";
import { mergeLaunch, type LaunchInput } from "./LaunchInput.ts";
import { instancesOfLaunch, planRequest, startLaunch } from "./runInstances.ts";

type Market = "on-demand" | "spot" | "capacity-block";

interface FleetChoice {
  readonly config: FleetLaunchTemplateConfigRequest;
  readonly override: FleetLaunchTemplateOverridesRequest;
}

/** Fleets of the type `instant`: one attempt, answered at once; the fleet itself is not kept. */
export const fleetOperations = defineOperations<"ec2">()({
  CreateFleet: {
    members: [
      "ClientToken",
      "DryRun",
      "LaunchTemplateConfigs",
      "OnDemandOptions",
      "SpotOptions",
      "TagSpecifications",
      "TargetCapacitySpecification",
      "Type",
    ],
    run(input, context) {
      if (input.Type !== "instant")
        throw new AwsError("UnsupportedOperation", "The sandbox models EC2 Fleets of the type instant only.");
      const target = required(input.TargetCapacitySpecification, "TargetCapacitySpecification");
      const market = marketOf(target.DefaultTargetCapacityType ?? "on-demand");
      const wanted = required(target.TotalTargetCapacity, "TotalTargetCapacity");
      if (wanted < 1) throw invalidValue("TotalTargetCapacity must be at least 1.");
      const options = market === "spot" ? input.SpotOptions : input.OnDemandOptions;
      const choices = choicesOf(required(input.LaunchTemplateConfigs, "LaunchTemplateConfigs"));
      for (const { config } of choices) templateDataFor(context, config.LaunchTemplateSpecification ?? {});
      const tags = (input.TagSpecifications ?? [])
        .filter((each) => each.ResourceType === "instance")
        .flatMap((each) => checkTags(each.Tags, context));
      refuseDryRun(input.DryRun);
      const FleetId = context.ids.uuid("fleet").replace(/^/, "fleet-");
      const least = options?.MinTargetCapacity ?? 1;
      const result = fill(context, choices, {
        wanted,
        least: Math.min(least, wanted),
        market,
        isSingle: options?.SingleInstanceType === true,
        tags: [...tags, fleetTag(FleetId)],
      });
      return { FleetId, ...result };
    },
  },
});

const FLEET_FAILED: EndReason = {
  code: "Server.InsufficientInstanceCapacity",
  message: "Server.InsufficientInstanceCapacity: the fleet stayed below its minimum target capacity",
};

function fleetTag(fleetId: string): StoredTag {
  return { Key: "aws:ec2:fleet-id", Value: fleetId };
}

function marketOf(type: string): Market {
  return oneOf(type, ["on-demand", "spot", "capacity-block"], "DefaultTargetCapacityType");
}

/** All combinations in order of priority; without overrides each configuration stands for itself. */
function choicesOf(configs: readonly FleetLaunchTemplateConfigRequest[]): FleetChoice[] {
  const choices = configs.flatMap((config) => {
    const overrides = config.Overrides ?? [];
    return (overrides.length === 0 ? [{}] : overrides).map((override) => ({ config, override }));
  });
  return choices.sort((a, b) => (a.override.Priority ?? 0) - (b.override.Priority ?? 0));
}

interface FleetGoal {
  readonly wanted: number;
  readonly least: number;
  readonly market: Market;
  /** All instances must come from one choice. */
  readonly isSingle: boolean;
  readonly tags: readonly StoredTag[];
}

interface FleetResult {
  readonly Instances: CreateFleetInstance[];
  readonly Errors: CreateFleetError[];
}

/**
 * Takes what the first choice gives, then the next, until the goal is reached. A fleet that stays below its
 * least count ends with no instance.
 */
function fill(context: CallContext, choices: readonly FleetChoice[], goal: FleetGoal): FleetResult {
  const Instances: CreateFleetInstance[] = [];
  const Errors: CreateFleetError[] = [];
  let left = goal.wanted;
  for (const choice of choices) {
    if (left === 0 || (goal.isSingle && Instances.length > 0)) break;
    const leastCount = goal.isSingle ? goal.least : 1;
    try {
      const made = launchChoice(context, choice, goal, { leastCount, mostCount: left });
      left -= made.InstanceIds?.length ?? 0;
      Instances.push(made);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Errors.push(fleetError(choice, goal.market, error));
    }
  }
  if (goal.wanted - left >= goal.least) return { Instances, Errors };
  const ids = Instances.flatMap((made) => made.InstanceIds ?? []);
  if (ids.length > 0) terminate(context, instancesOf(context, ids), FLEET_FAILED);
  return { Instances: [], Errors };
}

function launchChoice(
  context: CallContext,
  choice: FleetChoice,
  goal: FleetGoal,
  counts: { readonly leastCount: number; readonly mostCount: number },
): CreateFleetInstance {
  const reference = choice.config.LaunchTemplateSpecification ?? {};
  const merged = mergeLaunch(context, {}, reference);
  const plan = planRequest(context, overlay(merged.input, choice.override, goal.market), counts);
  const launchId = startLaunch(context, plan, {
    ...counts,
    clientToken: "",
    ...(merged.template === undefined ? {} : { template: merged.template }),
  });
  const instances = instancesOfLaunch(context, launchId);
  for (const instance of instances) putTags(context, instance.id, goal.tags);
  return {
    ...answerOf(choice, goal.market),
    InstanceIds: instances.map((instance) => instance.id),
    // the override or the template named it
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    InstanceType: plan.type.instanceType as NonNullable<CreateFleetInstance["InstanceType"]>,
  };
}

/** An override's subnet goes to the interfaces of the template, when it has some. */
function overlay(
  input: LaunchInput,
  override: FleetLaunchTemplateOverridesRequest,
  market: Market,
): LaunchInput {
  const interfaces = input.NetworkInterfaces?.map((each) =>
    Object.assign({}, each, override.SubnetId === undefined ? {} : { SubnetId: override.SubnetId }),
  );
  return {
    ...input,
    ...(override.InstanceType === undefined ? {} : { InstanceType: override.InstanceType }),
    ...(override.ImageId === undefined ? {} : { ImageId: override.ImageId }),
    ...(override.Placement === undefined ? {} : { Placement: override.Placement }),
    ...(interfaces !== undefined && interfaces.length > 0
      ? { NetworkInterfaces: interfaces }
      : subnetMember(override)),
    ...(market === "on-demand" ? {} : { InstanceMarketOptions: { MarketType: market } }),
  };
}

function subnetMember(override: FleetLaunchTemplateOverridesRequest): LaunchInput {
  return override.SubnetId === undefined ? {} : { SubnetId: override.SubnetId };
}

function answerOf(choice: FleetChoice, market: Market): CreateFleetInstance {
  const { LaunchTemplateSpecification } = choice.config;
  const { InstanceType, SubnetId, AvailabilityZone, Priority } = choice.override;
  return {
    LaunchTemplateAndOverrides: {
      LaunchTemplateSpecification,
      Overrides: { InstanceType, SubnetId, AvailabilityZone, Priority },
    },
    Lifecycle: market,
  };
}

function fleetError(choice: FleetChoice, market: Market, error: AwsError): CreateFleetError {
  return { ...answerOf(choice, market), ErrorCode: error.code, ErrorMessage: error.message };
}
