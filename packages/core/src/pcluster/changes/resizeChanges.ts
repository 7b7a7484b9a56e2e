import type { ConfigValue } from "../yaml/configValue.ts";
import { isAddedItem, isInSlurmQueues, queueUpdateStrategy, type ChangeContext } from "./ChangeContext.ts";
import type { ConfigChange } from "./ConfigChange.ts";

const DEFAULT_MAX_COUNT = 10;
const DEFAULT_MIN_COUNT = 0;

/** While nodes run, queues may only grow, unless nodes are terminated. */
export function isResizeAllowed(change: ConfigChange, context: ChangeContext): boolean {
  if (!context.fleet.computeRunning) return true;
  const inQueues = isInSlurmQueues(change) || change.key === "SlurmQueues";
  if (inQueues && (queueUpdateStrategy(context) === "TERMINATE" || isAddedItem(change))) return true;
  if (change.key === "MaxCount") return growth(change, DEFAULT_MAX_COUNT) >= 0;
  return change.key === "MinCount" && doesMaxCountGrowAsMuch(change, context);
}

function doesMaxCountGrowAsMuch(change: ConfigChange, { changes }: ChangeContext): boolean {
  const maxCount = changes.find(
    (other) => other.key === "MaxCount" && other.path.join("/") === change.path.join("/"),
  );
  return maxCount !== undefined && growth(maxCount, DEFAULT_MAX_COUNT) >= growth(change, DEFAULT_MIN_COUNT);
}

function growth(change: ConfigChange, missing: number): number {
  return countOf(change.newValue, missing) - countOf(change.oldValue, missing);
}

function countOf(value: ConfigValue | undefined, missing: number): number {
  return value === undefined ? missing : Math.trunc(Number(value));
}
