import type { CapacityBlockStatus, ClusterConfigAws } from "../aws/ClusterConfigAws.ts";
import { foundOrThrow } from "../aws/AwsAnswer.ts";
import { error, findingsOf, warning, type Finding, type Findings, type RuleAnswer } from "./finding.ts";
import type { VersionLimits } from "./versionLimits.ts";

const STATES_BEFORE_START = ["scheduled", "payment-pending", "assessing", "delayed"];

export interface CapacityBlocksInput {
  readonly reservationIds: readonly string[];
}

export function capacityBlockHealthStatusValidator(
  input: CapacityBlocksInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkHealth(input.reservationIds, aws);
}

async function checkHealth(ids: readonly string[], aws: ClusterConfigAws): Promise<Findings> {
  const answer = await aws.reservations.capacityBlockStatuses();
  if (answer.kind === "refused")
    return [error(`The status of the capacity blocks cannot be read: ${answer.message}`)];
  const known = new Set(answer.value.flatMap((status) => status.reservationIds));
  const withStatus = statusesOf(answer.value, ids);
  const active = await Promise.all(withStatus.map((status) => checkActive(status, aws)));
  const inactive = await Promise.all(ids.filter((id) => !known.has(id)).map((id) => checkInactive(id, aws)));
  const waiting = inactive.flatMap((one) => one.waiting);
  const unhealthy = active.flatMap((one) => one.unhealthy);
  return findingsOf(
    ...active.flatMap((one) => one.findings),
    ...inactive.flatMap((one) => one.findings),
    waiting.length > 0 &&
      warning(`The health of capacity blocks that have not started is not known: ${waiting.join(", ")}.`),
    unhealthy.length > 0 &&
      error(
        `Capacity blocks are not healthy, or not all of their instances are free: ${unhealthy.join("; ")}.`,
      ),
  );
}

async function checkActive(
  status: CapacityBlockStatus,
  aws: ClusterConfigAws,
): Promise<{ readonly findings: readonly Finding[]; readonly unhealthy: readonly string[] }> {
  const id = status.reservationIds[0] ?? "";
  const unhealthy: string[] = [];
  if (status.interconnectStatus?.toLowerCase() !== "ok")
    unhealthy.push(`${id}: interconnect ${status.interconnectStatus ?? "unknown"}`);
  const answer = await aws.reservations.reservation(id);
  if (answer.kind === "refused")
    return { findings: [error(`The reservation ${id} cannot be read: ${answer.message}`)], unhealthy };
  const { totalInstances, availableInstances } = answer.value;
  if (totalInstances !== availableInstances)
    unhealthy.push(`${id}: ${availableInstances} of ${totalInstances} instances free`);
  return { findings: [], unhealthy };
}

async function checkInactive(
  id: string,
  aws: ClusterConfigAws,
): Promise<{ readonly findings: readonly Finding[]; readonly waiting: readonly string[] }> {
  const answer = await aws.reservations.reservation(id);
  if (answer.kind === "refused")
    return { findings: [error(`The capacity block ${id} cannot be read: ${answer.message}`)], waiting: [] };
  if (STATES_BEFORE_START.includes(answer.value.state.toLowerCase())) return { findings: [], waiting: [id] };
  return {
    findings: [error(`The capacity block ${id} is ${answer.value.state}, but has no status.`)],
    waiting: [],
  };
}

export function ultraserverCapacityBlockSizeValidator(
  input: CapacityBlocksInput & { readonly limits: VersionLimits },
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkSizes(input.reservationIds, input.limits.ultraserverBlockSizes, aws);
}

async function checkSizes(
  ids: readonly string[],
  sizes: readonly number[],
  aws: ClusterConfigAws,
): Promise<Findings> {
  const statuses = statusesOf(foundOrThrow(await aws.reservations.capacityBlockStatuses()), ids);
  const wrong = statuses
    .filter(({ totalCapacity }) => totalCapacity !== undefined && !sizes.includes(totalCapacity))
    .map((status) => `${status.capacityBlockId} (${status.totalCapacity})`);
  return findingsOf(
    wrong.length > 0 &&
      error(`Ultraserver capacity blocks hold ${sizes.join(" or ")} instances, not ${wrong.join(", ")}.`),
  );
}

/** A status belongs to the first reservation that it names. */
function statusesOf(
  statuses: readonly CapacityBlockStatus[],
  ids: readonly string[],
): readonly CapacityBlockStatus[] {
  return statuses.filter((status) => ids.includes(status.reservationIds[0] ?? ""));
}
