import {
  compareConfigs,
  diffConfigMaps,
  type CheckedParallelClusterVersion,
  type CheckedChange,
  type ClusterConfigMap,
} from "@trainyard/core";
import { z } from "zod";
import { compared, unordered, type CaseResult } from "../CaseResult.ts";

const configSchema = z.record(z.string(), z.json());

/** Two configurations, what changes between them, and whether the change can be made in each state of a fleet. */
export const updateCaseSchema = z.object({
  kind: z.literal("update"),
  property: z.string(),
  operation: z.string(),
  scheduler: z.string(),
  base: configSchema,
  target: configSchema,
  changes: z.array(
    z.object({ path: z.string(), key: z.string(), is_list_item: z.boolean(), policy: z.string() }),
  ),
  outcome: z.union([z.string(), z.record(z.string(), z.string())]),
});

export type UpdateCase = z.infer<typeof updateCaseSchema>;

export function runUpdateCase(one: UpdateCase, version: CheckedParallelClusterVersion): CaseResult {
  const name = `${one.property} / ${one.operation} / ${one.scheduler}`;
  const changes = compareConfigs(one.base, one.target, version).map(({ path, key, isListItem, policy }) =>
    changeText({ path: path.join("."), key, is_list_item: isListItem, policy }),
  );
  const states = Object.entries(outcomes(one)).map(([state, official]) => {
    const ours = outcomeIn(state, one, version);
    const failsOfficially = official.startsWith("EXCEPTION");
    return {
      official: `${state} ${failsOfficially ? "refused" : official}`,
      ours: `${state} ${failsOfficially ? firstWord(ours) : ours}`,
    };
  });
  return compared(
    name,
    [unordered(one.changes.map(changeText)), ...states.map(({ official }) => official)].join("; "),
    [unordered(changes), ...states.map(({ ours }) => ours)].join("; "),
  );
}

function changeText({ path, key, is_list_item, policy }: UpdateCase["changes"][number]): string {
  return `${path}.${key}${is_list_item ? " (item)" : ""} ${policy}`;
}

/** An outcome without states holds in each of them. */
function outcomes({ outcome }: UpdateCase): Readonly<Record<string, string>> {
  if (typeof outcome !== "string") return outcome;
  const states = ["compute=0,login=0", "compute=1,login=0", "compute=0,login=1", "compute=1,login=1"];
  return Object.fromEntries(states.map((state) => [`${state},strategy=None`, outcome]));
}

function outcomeIn(state: string, one: UpdateCase, version: CheckedParallelClusterVersion): string {
  const facts = new Map(state.split(",").map((fact): [string, string] => splitFact(fact)));
  const computeRunning = facts.get("compute") === "1";
  const { changes } = diffConfigMaps(one.base, withStrategy(one.target, facts.get("strategy")), {
    version,
    fleet: {
      computeRunning,
      loginRunning: facts.get("login") === "1",
      batchVcpus: computeRunning ? 1 : 0,
    },
  });
  return outcomeOf(changes);
}

/** Where the official command fails, ours need only refuse. */
function firstWord(outcome: string): string {
  return outcome.split(":")[0] ?? outcome;
}

function splitFact(fact: string): [string, string] {
  const [name = "", value = ""] = fact.split("=");
  return [name, value];
}

function outcomeOf(changes: readonly CheckedChange[]): string {
  const checks = changes.map(({ check }) => check);
  if (checks.includes("FAILED")) return "refused:FAILED";
  return checks.includes("ACTION NEEDED") ? "refused:ACTION NEEDED" : "allowed";
}

function withStrategy(target: UpdateCase["target"], strategy: string | undefined): ClusterConfigMap {
  if (strategy === undefined || strategy === "None") return target;
  const scheduling = configSchema.parse(target["Scheduling"] ?? {});
  const settings = configSchema.parse(scheduling["SlurmSettings"] ?? {});
  return {
    ...target,
    Scheduling: { ...scheduling, SlurmSettings: { ...settings, QueueUpdateStrategy: strategy } },
  };
}
