import { isConfigMap, showValue, type ConfigMap, type ConfigValue } from "../yaml/configValue.ts";
import type { CheckFacts, CheckFinding } from "./check.ts";
import { isWritten } from "./needs.ts";

const SCHEDULERS = [
  { scheduler: "awsbatch", settings: "AwsBatchSettings", queues: "AwsBatchQueues" },
  { scheduler: "slurm", settings: "SlurmSettings", queues: "SlurmQueues" },
] as const;

export function checkOneScheduler(value: ConfigMap, facts: CheckFacts): readonly CheckFinding[] {
  if (facts.partial || !facts.hasAwsBatch) return [];
  if (SCHEDULERS.every(({ settings }) => isWritten(value[settings])))
    return [
      {
        message: "SlurmSettings and AwsBatchSettings cannot be used together.",
        hint: "Keep the settings of the scheduler that Scheduler names.",
      },
    ];
  if (SCHEDULERS.filter(({ queues }) => isWritten(value[queues])).length === 1) return [];
  const queues = value["Scheduler"] === "awsbatch" ? "AwsBatchQueues" : "SlurmQueues";
  return [
    {
      message: `Scheduling needs the queues of one scheduler.`,
      hint: `Write ${queues} with at least one queue.`,
    },
  ];
}

export function checkRightScheduler(value: ConfigMap, facts: CheckFacts): readonly CheckFinding[] {
  if (!facts.hasAwsBatch) return [];
  for (const { scheduler, settings, queues } of SCHEDULERS)
    for (const key of [settings, queues])
      if (value[key] !== undefined && value["Scheduler"] !== scheduler)
        return [
          {
            message: `${key} does not fit the scheduler ${showValue(value["Scheduler"])}.`,
            hint: `Remove ${key}, or set Scheduler to ${scheduler}.`,
          },
        ];
  return [];
}

/** What AWS Batch clusters cannot have. */
export function checkBatchLimits(value: ConfigMap): readonly CheckFinding[] {
  if (at(value, "Scheduling", "Scheduler") !== "awsbatch") return [];
  const refused = isWritten(at(value, "AdditionalPackages", "IntelSoftware", "IntelHpcPlatform"))
    ? "AdditionalPackages/IntelSoftware/IntelHpcPlatform"
    : isWritten(at(value, "HeadNode", "CustomActions", "OnNodeUpdated"))
      ? "HeadNode/CustomActions/OnNodeUpdated"
      : isWritten(value["DirectoryService"])
        ? "DirectoryService"
        : undefined;
  if (refused === undefined) return [];
  return [{ message: `${refused} cannot be used with the scheduler awsbatch.`, hint: `Remove ${refused}.` }];
}

/** Login nodes with awsbatch are no schema error: the official command fails on them. */
export function clusterNeeds(value: ConfigMap): string | undefined {
  return at(value, "Scheduling", "Scheduler") === "awsbatch" && value["LoginNodes"] !== undefined
    ? "Scheduling/Scheduler slurm (LoginNodes do not exist with awsbatch)"
    : undefined;
}

function at(value: ConfigMap, ...keys: readonly string[]): ConfigValue | undefined {
  let found: ConfigValue | undefined = value;
  for (const key of keys) found = isConfigMap(found) ? found[key] : undefined;
  return found;
}
