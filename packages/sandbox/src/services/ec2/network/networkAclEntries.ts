import type { NetworkAclEntry } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import type { InputOf } from "../../../kernel/serviceModels.ts";
import { invalidValue, oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { aclOf, changeableAclOf } from "./networkAclOf.ts";
import type { AclEntryRecord } from "./networkPartStore.ts";

const LAST_RULE_NUMBER = 32_766;

const MEMBERS = [
  "CidrBlock",
  "DryRun",
  "Egress",
  "IcmpTypeCode",
  "Ipv6CidrBlock",
  "NetworkAclId",
  "PortRange",
  "Protocol",
  "RuleAction",
  "RuleNumber",
] as const;

/** Entries of network access control lists: kept in order, never evaluated. */
export const networkAclEntryOperations = defineOperations<"ec2">()({
  CreateNetworkAclEntry: {
    members: MEMBERS,
    run(input, context) {
      const entry = entryOf(input);
      if (presentEntry(input, context) !== undefined)
        throw new AwsError(
          "NetworkAclEntryAlreadyExists",
          `The network acl entry identified by ${entry.ruleNumber} already exists.`,
        );
      refuseDryRun(input.DryRun);
      changeableAclOf(context, input.NetworkAclId).entries.push(entry);
      return {};
    },
  },
  ReplaceNetworkAclEntry: {
    members: MEMBERS,
    run(input, context) {
      const entry = entryOf(input);
      requireEntry(input, context);
      refuseDryRun(input.DryRun);
      const acl = changeableAclOf(context, input.NetworkAclId);
      acl.entries = [...acl.entries.filter((each) => !isSame(each, entry)), entry];
      return {};
    },
  },
  DeleteNetworkAclEntry: {
    members: ["DryRun", "Egress", "NetworkAclId", "RuleNumber"],
    run(input, context) {
      const entry = requireEntry(input, context);
      refuseDryRun(input.DryRun);
      const acl = changeableAclOf(context, input.NetworkAclId);
      acl.entries = acl.entries.filter((each) => !isSame(each, entry));
      return {};
    },
  },
});

/** Entries in EC2's order: outbound rules first, each direction by rule number with the last rule that denies all. */
export function entryViews(entries: readonly AclEntryRecord[]): NetworkAclEntry[] {
  return [true, false].flatMap((egress) => {
    const own = entries.filter((entry) => entry.egress === egress);
    own.push(lastEntry(egress));
    return own.sort((left, right) => left.ruleNumber - right.ruleNumber).map(viewOf);
  });
}

/** The one that EC2 shows as `*`. */
function lastEntry(egress: boolean): AclEntryRecord {
  const ruleNumber = LAST_RULE_NUMBER + 1;
  return { ruleNumber, egress, protocol: "-1", action: "deny", cidrBlock: "0.0.0.0/0" };
}

type EntryKey = Pick<InputOf<"ec2", "DeleteNetworkAclEntry">, "Egress" | "NetworkAclId" | "RuleNumber">;

function presentEntry(input: EntryKey, context: RegionContext): AclEntryRecord | undefined {
  const key = { ruleNumber: input.RuleNumber ?? 0, egress: input.Egress === true };
  return aclOf(context, input.NetworkAclId).entries.find((entry) => isSame(entry, key));
}

function requireEntry(input: EntryKey, context: RegionContext): AclEntryRecord {
  const entry = presentEntry(input, context);
  if (entry !== undefined) return entry;
  throw new AwsError(
    "InvalidNetworkAclEntry.NotFound",
    `The network acl entry identified by ${input.RuleNumber ?? 0} does not exist.`,
  );
}

function isSame(
  left: Pick<AclEntryRecord, "ruleNumber" | "egress">,
  right: Pick<AclEntryRecord, "ruleNumber" | "egress">,
): boolean {
  return left.ruleNumber === right.ruleNumber && left.egress === right.egress;
}

function entryOf(input: InputOf<"ec2", "CreateNetworkAclEntry">): AclEntryRecord {
  const ruleNumber = required(input.RuleNumber, "ruleNumber");
  if (ruleNumber < 1 || ruleNumber > LAST_RULE_NUMBER)
    throw invalidValue(
      `Value (${ruleNumber}) for parameter ruleNumber is invalid. The rule number must be between 1 and ${LAST_RULE_NUMBER}.`,
    );
  if (input.CidrBlock === undefined && input.Ipv6CidrBlock === undefined)
    throw new AwsError("MissingParameter", "The request must contain the parameter cidrBlock");
  return {
    ruleNumber,
    egress: input.Egress === true,
    protocol: required(input.Protocol, "protocol"),
    action: oneOf(required(input.RuleAction, "ruleAction"), ["allow", "deny"], "ruleAction"),
    cidrBlock: input.CidrBlock,
    ipv6CidrBlock: input.Ipv6CidrBlock,
    icmp: input.IcmpTypeCode,
    ports: input.PortRange,
  };
}

function viewOf(entry: AclEntryRecord): NetworkAclEntry {
  return {
    ...(entry.cidrBlock === undefined ? {} : { CidrBlock: entry.cidrBlock }),
    Egress: entry.egress,
    ...(entry.icmp === undefined ? {} : { IcmpTypeCode: { ...entry.icmp } }),
    ...(entry.ipv6CidrBlock === undefined ? {} : { Ipv6CidrBlock: entry.ipv6CidrBlock }),
    ...(entry.ports === undefined ? {} : { PortRange: { ...entry.ports } }),
    Protocol: entry.protocol,
    RuleAction: entry.action,
    RuleNumber: entry.ruleNumber,
  };
}
