import { diffConfigMaps } from "@trainyard/core";
import type { JsonObject } from "../../kernel/json.ts";
import type { VersionFacts } from "../versions/versionFacts.ts";

export interface QueueComparison {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly rulesVersion: VersionFacts["rulesVersion"];
  readonly region: string;
}

/**
 * Queues whose nodes an update makes anew, as the update recipe reads them from the change set: those with a change
 * that follows the queues' update strategy, and all of them when shared storage changes. `[]`: none.
 */
export function queuesToReplace({
  before,
  after,
  rulesVersion,
  region,
}: QueueComparison): "all" | readonly string[] {
  const { changes } = diffConfigMaps(before, after, {
    version: rulesVersion,
    region,
    fleet: { computeRunning: true, loginRunning: false },
  });
  if (changes.some(({ updatePolicy }) => updatePolicy === "SHARED_STORAGE_UPDATE_POLICY")) return "all";
  const queues = changes
    .filter(({ updatePolicy }) => updatePolicy === "QUEUE_UPDATE_STRATEGY")
    .flatMap(({ parameter }) => /SlurmQueues\[([^\]]*)\]/.exec(parameter)?.[1] ?? []);
  return [...new Set(queues)];
}
