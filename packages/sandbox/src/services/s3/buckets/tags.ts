import { AwsError } from "../../../kernel/AwsError.ts";
import type { Tag } from "../shapes.ts";

interface GivenTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

const TAG_CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** @throws {AwsError} InvalidTag for a key that is empty, too long or twice, and for characters that S3 refuses. */
export function checkedTags(tags: readonly GivenTag[] | undefined): Tag[] {
  const checked = (tags ?? []).map((tag) => ({ Key: tag.Key ?? "", Value: tag.Value ?? "" }));
  const seen = new Set<string>();
  for (const { Key, Value } of checked) {
    if (Key === "" || Key.length > 128 || !TAG_CHARACTERS.test(Key))
      throw invalidTag("The TagKey you have provided is invalid", { TagKey: Key });
    if (Value.length > 256 || !TAG_CHARACTERS.test(Value))
      throw invalidTag("The TagValue you have provided is invalid", { TagKey: Key, TagValue: Value });
    if (seen.has(Key)) throw invalidTag("Cannot provide multiple Tags with the same key", { TagKey: Key });
    seen.add(Key);
  }
  return checked;
}

/** For tags that users set: `aws:` is kept for AWS. */
export function checkedUserTags(tags: readonly GivenTag[] | undefined): Tag[] {
  const reserved = (tags ?? []).find((tag) => tag.Key?.startsWith("aws:"));
  if (reserved !== undefined)
    throw invalidTag("System tags cannot be added/updated by requester", { TagKey: reserved.Key });
  return checkedTags(tags);
}

/** @throws {AwsError} BadRequest for more than ten. */
export function checkedObjectTags(tags: readonly GivenTag[] | undefined): Tag[] {
  if ((tags ?? []).length > 10) throw new AwsError("BadRequest", "Object tags cannot be greater than 10");
  return checkedUserTags(tags);
}

/** Tags of the header `x-amz-tagging`: `key=value&other=`. */
export function tagsOfHeader(header: string | undefined): Tag[] {
  if (header === undefined) return [];
  return checkedObjectTags([...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value })));
}

function invalidTag(message: string, members: Readonly<Record<string, unknown>>): AwsError {
  return new AwsError("InvalidTag", message, { members });
}
