import type { SecurityGroupRule } from "./SecurityGroupRecord.ts";

/** Rules of a VPC's default group: all from itself, all out. */
export function defaultRules(
  groupId: string,
  accountId: string,
  ruleId: (name: string) => string,
): SecurityGroupRule[] {
  return [
    {
      id: ruleId("default-ingress"),
      isEgress: false,
      protocol: "-1",
      peer: { kind: "group", value: groupId, userId: accountId },
    },
    allowAllOut(ruleId("default-egress")),
  ];
}

/** The rule that every new group has. */
export function allowAllOut(id: string): SecurityGroupRule {
  return { id, isEgress: true, protocol: "-1", peer: { kind: "cidrIpv4", value: "0.0.0.0/0" } };
}
