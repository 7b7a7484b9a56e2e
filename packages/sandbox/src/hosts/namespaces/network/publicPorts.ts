import type { HostNetwork } from "../../HostDriver.ts";

const SSH_PORT = 22;
/** A rule about more ports than this names none in particular. */
const MOST_PORTS_OF_A_RULE = 16;

/**
 * TCP ports of a host that its security groups open to addresses outside of the VPC; a client on this machine counts
 * as one of those. Of rules about wide ranges only SSH's port is taken.
 */
export function publicPorts(network: HostNetwork, privateIpAddress: string): number[] {
  const groups = network.securityGroups.filter((group) => group.members.includes(privateIpAddress));
  const inside = new Set(network.cidrBlocks);
  const ports = groups
    .flatMap((group) => group.ingress)
    .filter(({ peer }) => "cidrBlocks" in peer && peer.cidrBlocks.some((block) => !inside.has(block)))
    .flatMap(({ protocol, fromPort, toPort }) => {
      if (protocol === "-1") return [SSH_PORT];
      if (protocol !== "tcp") return [];
      return portsBetween(fromPort ?? 0, toPort ?? 65_535);
    });
  return [...new Set(ports)].sort((a, b) => a - b);
}

function portsBetween(first: number, last: number): number[] {
  const count = last - first + 1;
  if (count <= MOST_PORTS_OF_A_RULE) return Array.from({ length: count }, (_, index) => first + index);
  return first <= SSH_PORT && SSH_PORT <= last ? [SSH_PORT] : [];
}
