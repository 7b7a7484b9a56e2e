import { expect, test } from "vitest";
import type { HostTrafficRule } from "../../HostDriver.ts";
import { firewallRules } from "./firewallRules.ts";

test("a table replaces the one before; answers pass, the rest must be let out and let in", () => {
  const rules = firewallRules([
    {
      id: "sg-1",
      members: ["10.0.0.10", "10.0.0.10", "no address"],
      ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, peer: { cidrBlocks: ["0.0.0.0/0"] } }],
      egress: [{ protocol: "-1", peer: { groupId: "sg-1" } }],
    },
  ]);
  expect(rules.split("\n")).toEqual([
    "table inet trainyard",
    "delete table inet trainyard",
    "table inet trainyard {",
    "set group0 { type ipv4_addr; elements = { 10.0.0.10 } }",
    "chain egress {",
    "ip saddr @group0 ip daddr @group0  goto ingress",
    "drop",
    "}",
    "chain ingress {",
    "ip daddr @group0 ip saddr { 0.0.0.0/0 } tcp dport 22-22 accept",
    "drop",
    "}",
    "chain forward {",
    "type filter hook forward priority 0; policy drop;",
    "ct state established,related accept",
    "goto egress",
    "}",
    "}",
    "",
  ]);
});

test.each<{ what: string; rule: Omit<HostTrafficRule, "peer">; traffic: string }>([
  { what: "all of a protocol", rule: { protocol: "udp" }, traffic: "meta l4proto udp accept" },
  {
    what: "a range of ports",
    rule: { protocol: "udp", fromPort: 1, toPort: 9 },
    traffic: "udp dport 1-9 accept",
  },
  {
    what: "all of ICMP",
    rule: { protocol: "icmp", fromPort: -1, toPort: -1 },
    traffic: "meta l4proto icmp accept",
  },
  {
    what: "a type of ICMP",
    rule: { protocol: "icmp", fromPort: 8, toPort: 0 },
    traffic: "icmp type 8 accept",
  },
  { what: "a protocol by its number", rule: { protocol: "50" }, traffic: "meta l4proto 50 accept" },
])("a rule about $what", ({ rule, traffic }) => {
  const ingress = [{ ...rule, peer: { cidrBlocks: ["10.0.0.0/8"] } }];
  const rules = firewallRules([{ id: "sg-1", members: [], ingress, egress: [] }]);
  expect(rules).toContain(`ip daddr @group0 ip saddr { 10.0.0.0/8 } ${traffic}\n`);
});

test.each<HostTrafficRule>([
  { protocol: "tcp", peer: { groupId: "sg-of-another-vpc" } },
  { protocol: "icmpv6", peer: { cidrBlocks: ["0.0.0.0/0"] } },
  { protocol: "tcp", peer: { cidrBlocks: [] } },
])("a rule that no traffic can match lets nothing in: %j", (rule) => {
  expect(firewallRules([{ id: "sg-1", members: [], ingress: [rule], egress: [] }])).not.toMatch(
    /daddr @group0/,
  );
});

test("what is no block never gets into the rules", () => {
  const rule = { protocol: "tcp", peer: { cidrBlocks: ["0.0.0.0/0 accept; }"] } };
  const group = { id: "sg-1", members: [], ingress: [rule], egress: [] };
  expect(() => firewallRules([group])).toThrow("is no IPv4 block");
});
