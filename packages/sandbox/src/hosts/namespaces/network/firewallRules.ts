import type { HostSecurityGroup, HostTrafficRule } from "../../HostDriver.ts";
import { isIpv4Address, parseIpv4Block } from "./ipv4Block.ts";

/**
 * The security groups of a VPC as one table of nftables for the VPC's router, which all traffic between hosts passes:
 * what leaves must be let out by a group of the sender and let in by a group of the receiver; answers pass.
 */
export function firewallRules(groups: readonly HostSecurityGroup[]): string {
  const setNames = new Map(groups.map((group, index) => [group.id, `group${index}`]));
  const sets = groups.map((group) => setOf(setNames.get(group.id) ?? "", group.members));
  const rulesOf = (direction: "egress" | "ingress"): string[] =>
    groups.flatMap((group) =>
      group[direction].flatMap((rule) =>
        ruleOf(rule, { direction, set: setNames.get(group.id) ?? "", setNames }),
      ),
    );
  return [
    "table inet trainyard",
    "delete table inet trainyard",
    "table inet trainyard {",
    ...sets,
    ...chainOf("egress", rulesOf("egress")),
    ...chainOf("ingress", rulesOf("ingress")),
    "chain forward {",
    "type filter hook forward priority 0; policy drop;",
    "ct state established,related accept",
    "goto egress",
    "}",
    "}",
    "",
  ].join("\n");
}

interface RulePlace {
  readonly direction: "egress" | "ingress";
  /** Members of the rule's own group. */
  readonly set: string;
  readonly setNames: ReadonlyMap<string, string>;
}

function setOf(name: string, members: readonly string[]): string {
  const addresses = [...new Set(members)].filter((member) => isIpv4Address(member));
  const elements = addresses.length === 0 ? "" : ` elements = { ${addresses.join(", ")} }`;
  return `set ${name} { type ipv4_addr;${elements} }`;
}

function chainOf(name: string, rules: readonly string[]): string[] {
  return [`chain ${name} {`, ...rules, "drop", "}"];
}

function ruleOf(rule: HostTrafficRule, { direction, set, setNames }: RulePlace): string[] {
  const isEgress = direction === "egress";
  const [own, other] = isEgress ? ["saddr", "daddr"] : ["daddr", "saddr"];
  const peer = peerOf(rule, setNames);
  const traffic = trafficOf(rule);
  if (peer === undefined || traffic === undefined) return [];
  return [`ip ${own} @${set} ip ${other} ${peer} ${traffic} ${isEgress ? "goto ingress" : "accept"}`];
}

function peerOf({ peer }: HostTrafficRule, setNames: ReadonlyMap<string, string>): string | undefined {
  if ("groupId" in peer) {
    const name = setNames.get(peer.groupId);
    return name === undefined ? undefined : `@${name}`;
  }
  for (const block of peer.cidrBlocks) parseIpv4Block(block);
  return peer.cidrBlocks.length === 0 ? undefined : `{ ${peer.cidrBlocks.join(", ")} }`;
}

/** The part of a rule about the protocol; undefined for protocols that no host speaks, such as icmpv6. */
function trafficOf({ protocol, fromPort, toPort }: HostTrafficRule): string | undefined {
  switch (protocol) {
    case "-1":
      return "";
    case "tcp":
    case "udp":
      return fromPort === undefined || fromPort < 0
        ? `meta l4proto ${protocol}`
        : `${protocol} dport ${fromPort}-${toPort ?? fromPort}`;
    case "icmp":
      return fromPort === undefined || fromPort < 0 ? "meta l4proto icmp" : `icmp type ${fromPort}`;
    default:
      return /^\d{1,3}$/.test(protocol) ? `meta l4proto ${protocol}` : undefined;
  }
}
