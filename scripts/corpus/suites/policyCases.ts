import {
  UPDATE_POLICIES,
  type ChangeContext,
  type ConfigChange,
  type FleetState,
  type UpdatePolicyName,
} from "@trainyard/core";
import { z } from "zod";
import { compared, noVerdict, type CaseResult } from "../CaseResult.ts";
import { jsonSchema, NotRecorded, Recorded, textOf, type Json } from "../validators/Recorded.ts";

/** One change, one state of a fleet, and whether the update policy allows the change. */
export const policyCaseSchema = z.object({
  kind: z.literal("update-policy-unit"),
  policy: z.string().nullable(),
  source: z.string(),
  case: z.record(z.string(), jsonSchema),
  valid: z.boolean().nullable(),
});

export type PolicyCase = z.infer<typeof policyCaseSchema>;

export function runPolicyCase(one: PolicyCase): CaseResult {
  const name = `${one.policy} ${one.source}`;
  if (one.valid === null) return noVerdict(name, "no verdict recorded");
  const given = new Recorded(one.case);
  const policy = policyOf(one.policy ?? "", given);
  if (policy === undefined) return compared(name, answerText(one.valid), "no such policy");
  try {
    const change = changeOf(given, policy);
    const obstacle = UPDATE_POLICIES[policy].obstacle(change, contextOf(given, change, policy));
    return compared(name, answerText(one.valid), answerText(obstacle === undefined));
  } catch (reason) {
    if (reason instanceof NotRecorded) return noVerdict(name, `not recorded: ${reason.message}`);
    throw reason;
  }
}

function answerText(allowed: boolean): string {
  return allowed ? "allowed" : "refused";
}

/** One test names two policies: the one for a single pool counts when the case is about one. */
function policyOf(name: string, given: Recorded): UpdatePolicyName | undefined {
  const names = name.split(" / ");
  const chosen = names.length > 1 && given.flag("pool_specific") ? names[1] : names[0];
  return keysOf(UPDATE_POLICIES).find((key) => key === chosen || key === `${chosen}_UPDATE_POLICY`);
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the record has no other keys
  return Object.keys(record) as Key[];
}

function changeOf(given: Recorded, policy: UpdatePolicyName): ConfigChange {
  const home = ["old_storage_value", "new_storage_value"].map((name) => given.optionalText(name));
  if (home.some((mountDir) => mountDir !== undefined)) {
    const [before, after] = home.map((mountDir) => ({ MountDir: mountDir ?? "" }));
    return changed({ path: [], key: "SharedStorage", before, after, isListItem: false }, policy);
  }
  const listed = given.list("change");
  if (listed.length > 0) return listedChange(listed, policy);
  if (given.optionalText("key") === undefined) throw new NotRecorded("the change");
  const before = given.value("old_value");
  const after = given.value("new_value");
  const isListItem = [before, after].some((side) => typeof side === "object" && !Array.isArray(side));
  return changed({ path: given.texts("path"), key: given.text("key"), before, after, isListItem }, policy);
}

/** A change as the official library lists it: path, key, old value, new value, policy, whether it is an item. */
function listedChange(listed: readonly Json[], policy: UpdatePolicyName): ConfigChange {
  const [path, key, before, after, , isListItem] = listed;
  return changed(
    {
      path: Array.isArray(path) ? path.map(textOf) : [],
      key: textOf(key),
      before,
      after,
      isListItem: isListItem === true,
    },
    policy,
  );
}

interface Sides {
  readonly path: readonly string[];
  readonly key: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly isListItem: boolean;
}

function changed({ before, after, ...rest }: Sides, policy: UpdatePolicyName): ConfigChange {
  return {
    ...rest,
    oldValue: before ?? undefined,
    newValue: after ?? undefined,
    policy,
    field: undefined,
  };
}

function contextOf(given: Recorded, change: ConfigChange, policy: UpdatePolicyName): ChangeContext {
  const others = given
    .list("other_changes")
    .flatMap((other) => (Array.isArray(other) ? [listedChange(other, policy)] : []));
  const strategy = given.optionalText("update_strategy");
  return {
    oldConfig: given.map("base_config"),
    newConfig: {
      ...given.map("target_config"),
      ...(strategy === undefined ? {} : { Scheduling: { SlurmSettings: { QueueUpdateStrategy: strategy } } }),
    },
    changes: [change, ...others],
    fleet: fleetOf(given, policy),
    scheduler: given.optionalText("scheduler") === "awsbatch" ? "awsbatch" : "slurm",
    region: "us-east-1",
  };
}

/** The tests of managed Lustre file systems say nothing of the fleet: it runs. */
function fleetOf(given: Recorded, policy: UpdatePolicyName): FleetState {
  const stopped = given.optionalFlag("is_fleet_stopped");
  return {
    computeRunning:
      stopped === undefined
        ? given.flag("compute_nodes_running") ||
          given.flag("has_running_capacity") ||
          policy === "MANAGED_FSX"
        : !stopped,
    loginRunning: ["has_running_login_nodes", "login_nodes_running", "expected_running_login_nodes"].some(
      (name) => given.flag(name),
    ),
  };
}
