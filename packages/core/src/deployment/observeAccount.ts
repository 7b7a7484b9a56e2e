import type { InstanceTypes } from "../instances/instanceTypes.ts";
import type { ReservationDescription } from "../ports/CapacityGateway.ts";
import type { Gateways } from "../ports/Gateways.ts";
import type { ObservedAccount } from "../project/ObservedAccount.ts";
import { neededObservations } from "../project/resolveProject.ts";
import type { Project } from "../project/projectSchema.ts";

/** Reads what a project leaves to the account, in one parallel round; types of reservations need a second one. */
export async function observeAccount(
  project: Project,
  gateways: Gateways,
  instanceTypes: InstanceTypes,
  signal?: AbortSignal,
): Promise<ObservedAccount> {
  const needed = neededObservations(project);
  const { capacity, account } = gateways;
  const [caller, zones, reservations, groups, offered] = await Promise.all([
    account.caller(signal),
    capacity.zones(signal),
    byKey(needed.reservationIds, (id) => capacity.reservation(id, signal)),
    byKey(needed.groupArns, (arn) => groupReservations(arn, gateways, signal)),
    byKey(needed.instanceTypes, (type) => capacity.zonesOffering(type, signal)),
  ]);
  return { accountId: caller.accountId, zones, reservations, groups, zonesOffering: offered, instanceTypes };
}

async function groupReservations(
  arn: string,
  { capacity }: Gateways,
  signal: AbortSignal | undefined,
): Promise<readonly ReservationDescription[] | "absent"> {
  const members = await capacity.groupMembers(arn, signal);
  if (members === "absent") return "absent";
  const found = await Promise.all(members.map((id) => capacity.reservation(id, signal)));
  return found.filter((reservation) => reservation !== "absent");
}

async function byKey<Value>(
  keys: readonly string[],
  read: (key: string) => Promise<Value>,
): Promise<Readonly<Record<string, Value>>> {
  return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await read(key)] as const)));
}
