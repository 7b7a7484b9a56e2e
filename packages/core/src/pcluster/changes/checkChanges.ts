import { isConfigList, isConfigMap, ConfigDateValue, type ConfigValue } from "../yaml/configValue.ts";
import { adviceFor } from "./advice.ts";
import { isInSlurmQueues, queueUpdateStrategy, type ChangeContext } from "./ChangeContext.ts";
import { changedParameter, type ConfigChange } from "./ConfigChange.ts";
import type { Obstacle } from "./Obstacle.ts";
import { POLICIES } from "./policies.ts";

/** Results as the official command names them. */
export type OfficialCheck = "SUCCEEDED" | "ACTION NEEDED" | "FAILED";

/** What a change does, or what it waits for. */
export type ChangeEffect =
  | "allowed"
  | "replaces-nodes"
  | "needs-fleet-stop"
  | "needs-login-stop"
  | "needs-fleet-and-login-stop"
  | "refused";

export interface CheckedChange {
  /** Such as `Scheduling.SlurmQueues[q1].ComputeResources[c1].MaxCount`. */
  readonly parameter: string;
  readonly currentValue: ConfigValue | undefined;
  readonly requestedValue: ConfigValue | undefined;
  readonly updatePolicy: string;
  readonly check: OfficialCheck;
  readonly effect: ChangeEffect;
  /** Why the change cannot be made now; undefined when it can. */
  readonly reason: string | undefined;
  readonly action: string | undefined;
}

/** Applies the update policy of every change. Changes that are ignored are left out. */
export function checkChanges(context: ChangeContext): readonly CheckedChange[] {
  return context.changes.flatMap((change) => {
    const policy = POLICIES[change.policy];
    const obstacle = policy.obstacle(change, context);
    return obstacle === undefined && policy.hidden === true ? [] : [checkedChange(change, obstacle, context)];
  });
}

function checkedChange(
  change: ConfigChange,
  obstacle: Obstacle | undefined,
  context: ChangeContext,
): CheckedChange {
  const advice = obstacle === undefined ? undefined : adviceFor(obstacle, change, context);
  return {
    parameter: changedParameter(change),
    currentValue: change.oldValue,
    requestedValue: change.newValue,
    updatePolicy: change.policy,
    check: officialCheck(change, obstacle),
    effect: obstacle === undefined ? allowedEffect(change, context) : EFFECTS[obstacle],
    reason: advice?.reason,
    action: advice?.action,
  };
}

/** Only policies that nothing can satisfy fail; the others say what is needed. */
function officialCheck(change: ConfigChange, obstacle: Obstacle | undefined): OfficialCheck {
  if (obstacle === undefined) return "SUCCEEDED";
  return change.policy === "UNSUPPORTED" || change.policy === "UNKNOWN" ? "FAILED" : "ACTION NEEDED";
}

const EFFECTS: Readonly<Record<Obstacle, ChangeEffect>> = {
  never: "refused",
  "stop-compute": "needs-fleet-stop",
  "stop-compute-or-drain": "needs-fleet-stop",
  "stop-compute-or-terminate": "needs-fleet-stop",
  "stop-login": "needs-login-stop",
  "stop-login-pool": "needs-login-stop",
  "stop-compute-and-login": "needs-fleet-and-login-stop",
  "stop-head-node": "needs-fleet-stop",
  "keep-home": "refused",
  "keep-file-system": "refused",
  "keep-bucket": "refused",
  "keep-chef-attributes": "refused",
  "keep-in-region": "refused",
  "keep-capacity": "needs-fleet-stop",
};

const REPLACING_POLICIES: readonly string[] = [
  "QUEUE_UPDATE_STRATEGY",
  "RESIZE_UPDATE_STRATEGY_ON_REMOVE",
  "MANAGED_PLACEMENT_GROUP",
  "MANAGED_FSX",
];

/** Under a strategy, nodes that run are drained or terminated and come back with the new configuration. */
function allowedEffect(change: ConfigChange, context: ChangeContext): ChangeEffect {
  const removed = change.isListItem && change.newValue === undefined;
  const added = change.isListItem && change.oldValue === undefined;
  const replaces =
    context.fleet.computeRunning &&
    !added &&
    REPLACING_POLICIES.includes(change.policy) &&
    (isInSlurmQueues(change) || removed) &&
    queueUpdateStrategy(context) !== "COMPUTE_FLEET_STOP" &&
    !isGrowth(change);
  return replaces ? "replaces-nodes" : "allowed";
}

function isGrowth({ key, oldValue, newValue }: ConfigChange): boolean {
  const isCount = key === "MaxCount" || key === "MinCount";
  return isCount && Number(newValue ?? 0) >= Number(oldValue ?? 0);
}

/** The change set of the official answers: values as text, `-` for what is not there. */
export interface OfficialChange {
  readonly parameter: string;
  readonly requestedValue: string;
  readonly currentValue: string;
}

export function officialChangeSet(changes: readonly CheckedChange[]): readonly OfficialChange[] {
  return changes.map((change) => ({
    parameter: change.parameter,
    requestedValue: pythonText(change.requestedValue),
    currentValue: pythonText(change.currentValue),
  }));
}

/** A value as the official command prints it. */
export function pythonText(value: ConfigValue | undefined): string {
  if (value === undefined) return "-";
  return typeof value === "string" ? value : pythonRepr(value);
}

function pythonRepr(value: ConfigValue, depth = 0): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string")
    return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
  if (value instanceof ConfigDateValue || depth > 50) return "...";
  if (isConfigList(value)) return `[${value.map((item) => pythonRepr(item, depth + 1)).join(", ")}]`;
  if (!isConfigMap(value)) return "...";
  const pairs = Object.entries(value).map(([key, item]) => `'${key}': ${pythonRepr(item, depth + 1)}`);
  return `{${pairs.join(", ")}}`;
}
