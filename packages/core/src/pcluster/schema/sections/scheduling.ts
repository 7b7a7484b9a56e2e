import { nested, nestedList, section, text } from "../field.ts";
import { checkOneScheduler, checkRightScheduler } from "../schedulerChecks.ts";
import { awsBatchQueueSection, awsBatchSettingsSection } from "./awsBatch.ts";
import { slurmQueueSection } from "./slurmQueue.ts";
import { slurmSettingsSection } from "./slurmSettings.ts";

export const schedulingSection = section(
  "Scheduling",
  {
    Scheduler: text("UNSUPPORTED", {
      required: true,
      allowed: ["slurm", "awsbatch"],
      changes: [{ since: "3.16.0", allowed: ["slurm"] }],
    }),
    ScalingStrategy: text("SUPPORTED", {
      allowed: ["all-or-nothing", "best-effort", "greedy-all-or-nothing"],
      default: "all-or-nothing",
      note: "ignored with awsbatch",
    }),
    SlurmSettings: nested(slurmSettingsSection, "IGNORED", { implied: true }),
    SlurmQueues: nestedList(slurmQueueSection, "RESIZE_UPDATE_STRATEGY_ON_REMOVE", {
      changes: [{ since: "3.16.0", required: true }],
      itemKey: "Name",
      note: "required when Scheduler is slurm; forbidden otherwise. Schema has no length limit; validators: max 50 queues, max 50 compute resources per queue and per cluster. An empty list behaves as absent and is refused",
    }),
    AwsBatchQueues: nestedList(awsBatchQueueSection, "COMPUTE_FLEET_STOP", {
      removedIn: "3.16.0",
      length: 1,
      itemKey: "Name",
      note: "required when Scheduler is awsbatch; exactly 1 item",
    }),
    AwsBatchSettings: nested(awsBatchSettingsSection, "COMPUTE_FLEET_STOP", { removedIn: "3.16.0" }),
  },
  { checks: [checkOneScheduler, checkRightScheduler] },
);
