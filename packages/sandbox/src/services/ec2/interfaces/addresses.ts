import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineStore } from "../../../kernel/defineStore.ts";
import { formatIpv4, isInside, parseIpv4 } from "../network/cidr.ts";
import type { SubnetRecord } from "../network/NetworkRecords.ts";
import { subnetCidr } from "../network/subnets.ts";
import { invalidValue } from "../requests/parameters.ts";

const FIRST_OFFSET = 4;

/**
 * Takes an address of the subnet for an interface: the wanted one, else the next free one.
 * @throws {AwsError} `InsufficientFreeAddressesInSubnet`, or why the wanted one cannot be had
 */
export function takeAddress(subnet: SubnetRecord, interfaceId: string, wanted: string | undefined): string {
  const address = wanted ?? nextFree(subnet);
  if (wanted !== undefined) checkAddress(subnet, wanted);
  subnet.addresses[address] = interfaceId;
  subnet.usedCount += 1;
  return address;
}

export function releaseAddress(subnet: SubnetRecord | undefined, address: string): void {
  if (subnet === undefined || !Object.hasOwn(subnet.addresses, address)) return;
  delete subnet.addresses[address];
  subnet.usedCount -= 1;
}

/** @throws {AwsError} when a chosen address is not in the subnet, reserved or in use */
export function checkAddress(subnet: SubnetRecord, wanted: string): void {
  const cidr = subnetCidr(subnet);
  const address = parseIpv4(wanted);
  if (address === undefined) throw invalidValue(`invalid value for parameter address: ${wanted}`);
  if (!isInside(cidr, address)) throw invalidValue("Address does not fall within the subnet's address range");
  const offset = address - cidr.first;
  if (offset < FIRST_OFFSET || offset === cidr.size - 1)
    throw invalidValue("Address is in subnet's reserved address range");
  if (Object.hasOwn(subnet.addresses, wanted))
    throw new AwsError("InvalidIPAddress.InUse", `Address ${wanted} is in use.`);
}

export function notEnoughAddresses(subnetId: string): AwsError {
  return new AwsError(
    "InsufficientFreeAddressesInSubnet",
    `There are not enough free addresses in subnet '${subnetId}' to satisfy the requested number of instances.`,
  );
}

function nextFree(subnet: SubnetRecord): string {
  const cidr = subnetCidr(subnet);
  const end = cidr.size - 1;
  for (let tried = FIRST_OFFSET; tried < end; tried += 1) {
    const offset = subnet.nextOffset;
    subnet.nextOffset = offset + 1 < end ? offset + 1 : FIRST_OFFSET;
    const address = formatIpv4(cidr.first + offset);
    if (!Object.hasOwn(subnet.addresses, address)) return address;
  }
  throw notEnoughAddresses(subnet.id);
}

/**
 * 127.18.0.0/15: loopback, so that the printed ssh command reaches a host on this machine, and nothing sent to a
 * sandbox's public address can ever leave it.
 */
const PUBLIC_BASE = 0x7f_12_00_00;
const PUBLIC_SIZE = 2 ** 17;

/**
 * Every new account begins elsewhere: two sandboxes at once do not ask for the same port of the same address, and ssh
 * does not find an older sandbox's host key under a new one's address.
 */
const publicAddressStore = defineStore<{ readonly first: number; taken: number }>(
  "ec2-public-address-pool",
  "global",
  ({ ids, clock }) => ({
    first: (ids.number("public-address-pool", PUBLIC_SIZE) + clock.nowMs()) % PUBLIC_SIZE,
    taken: 0,
  }),
);

/** The next public address of the sandbox, over all regions. */
export function takePublicAddress(context: RegionContext): string {
  const pool = context.store(publicAddressStore);
  const offset = (pool.first + pool.taken) % PUBLIC_SIZE;
  pool.taken += 1;
  return formatIpv4(PUBLIC_BASE + offset);
}
