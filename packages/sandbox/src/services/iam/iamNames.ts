import { constraintError, invalidInput, validationError } from "./iamErrors.ts";
import type { TagRecord } from "./IamState.ts";

const TAG_PATTERN = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u;
const MAX_TAGS = 50;

/** @param member - name of the input member as AWS writes it in messages, such as `roleName`. */
export function checkName(name: string, member: string, maxLength: number): void {
  if (name.length > maxLength)
    throw constraintError(member, `Member must have length less than or equal to ${maxLength}`);
  if (name.length === 0) throw constraintError(member, "Member must have length greater than or equal to 1");
  if (!/^[\w+=,.@-]+$/.test(name))
    throw validationError(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
}

export function checkedPath(path: string | undefined): string {
  if (path === undefined) return "/";
  if (path.length > 512 || !/^\/([!-~]*\/)?$/.test(path))
    throw validationError(
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
  return path;
}

export interface TagRules {
  /** Roles tell tag keys without case, policies and instance profiles with it. */
  readonly caseSensitive: boolean;
  /** Key prefix `aws:` is for AWS itself: CloudFormation sets such tags. */
  readonly systemTags: boolean;
}

/** Adds tags over what is there. */
export function mergedTags(
  present: readonly TagRecord[],
  added: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
  rules: TagRules,
): TagRecord[] {
  const keyOf = (tag: TagRecord): string => (rules.caseSensitive ? tag.Key : tag.Key.toLowerCase());
  const tags = (added ?? []).map((tag) => ({ Key: tag.Key ?? "", Value: tag.Value ?? "" }));
  checkTags(tags, rules);
  if (new Set(tags.map(keyOf)).size !== tags.length)
    throw invalidInput(
      rules.caseSensitive
        ? "Duplicate tag keys found."
        : "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    );
  const merged = new Map(present.map((tag) => [keyOf(tag), tag]));
  for (const tag of tags) merged.set(keyOf(tag), tag);
  if (merged.size > MAX_TAGS) throw tooManyTags();
  return [...merged.values()];
}

export function remainingTags(present: readonly TagRecord[], removedKeys: readonly string[]): TagRecord[] {
  return present.filter((tag) => !removedKeys.includes(tag.Key));
}

function tooManyTags(): Error {
  return constraintError("tags", `Member must have length less than or equal to ${MAX_TAGS}`);
}

function checkTags(tags: readonly TagRecord[], rules: TagRules): void {
  if (tags.length > MAX_TAGS) throw tooManyTags();
  for (const [index, tag] of tags.entries()) {
    const member = `tags.${index + 1}.member`;
    if (tag.Key.length > 128)
      throw constraintError(`${member}.key`, "Member must have length less than or equal to 128");
    if (tag.Value.length > 256)
      throw constraintError(`${member}.value`, "Member must have length less than or equal to 256");
    if (!TAG_PATTERN.test(tag.Key))
      throw constraintError(
        `${member}.key`,
        "Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
      );
    if (!rules.systemTags && /^aws:/i.test(tag.Key))
      throw invalidInput("aws: prefixed tag key names are not allowed for external use.");
  }
}

/** Answers never share objects with the store. */
export function copyTag(tag: TagRecord): TagRecord {
  return { Key: tag.Key, Value: tag.Value };
}

/** IAM gives times in whole seconds. */
export function wholeSeconds(timeMs: number): Date {
  return new Date(Math.floor(timeMs / 1000) * 1000);
}
