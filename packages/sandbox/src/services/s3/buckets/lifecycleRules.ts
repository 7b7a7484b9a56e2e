import { AwsError } from "../../../kernel/AwsError.ts";
import { invalidArgument, malformedXml } from "../errors.ts";
import type { S3Input } from "../shapes.ts";

export type LifecycleRules = NonNullable<
  NonNullable<S3Input<"PutBucketLifecycleConfiguration">["LifecycleConfiguration"]>["Rules"]
>;

type LifecycleRule = LifecycleRules[number];

/** @throws {AwsError} for rules that S3 refuses. */
export function checkedLifecycleRules(rules: LifecycleRules): LifecycleRules {
  if (rules.length === 0 || rules.length > 1000) throw malformedXml();
  const ids = new Set<string>();
  return rules.map((rule, index) => {
    const id = rule.ID ?? `rule-${index + 1}`;
    if (id.length > 255) throw invalidArgument("ID length should not exceed allowed limit of 255", "ID", id);
    if (ids.has(id))
      throw new AwsError("InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule");
    ids.add(id);
    checkRule(rule);
    return { ...rule, ID: id };
  });
}

/** Rules with their dates revived from `JSON.stringify`. */
export function revivedLifecycleRules(rulesJson: string): LifecycleRules {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by JSON.stringify of the same type; its only dates are members named Date
  return JSON.parse(rulesJson, (name, value: unknown) =>
    name === "Date" && typeof value === "string" ? new Date(value) : value,
  ) as LifecycleRules;
}

function checkRule(rule: LifecycleRule): void {
  if (rule.Status !== "Enabled" && rule.Status !== "Disabled") throw malformedXml();
  if (rule.Filter !== undefined && rule.Prefix !== undefined) throw malformedXml();
  if (rule.Filter === undefined && rule.Prefix === undefined) throw malformedXml();
  const actions = [
    rule.Expiration,
    rule.Transitions,
    rule.NoncurrentVersionExpiration,
    rule.NoncurrentVersionTransitions,
    rule.AbortIncompleteMultipartUpload,
  ];
  if (actions.every((action) => action === undefined))
    throw new AwsError("InvalidRequest", "At least one action needs to be specified in a rule");
  checkDays(rule.Expiration?.Days, "'Days' for Expiration action must be a positive integer");
  checkDays(
    rule.NoncurrentVersionExpiration?.NoncurrentDays,
    "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer",
  );
  checkDays(
    rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
    "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer",
  );
}

function checkDays(days: number | undefined, message: string): void {
  if (days !== undefined && days < 1) throw new AwsError("InvalidArgument", message);
}
