import type { Tag, TagSpecification } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import type { StoredTag } from "../state/Ec2State.ts";
import { ec2State } from "../state/ec2Store.ts";
import { invalidValue } from "./parameters.ts";
import type { ResourceKind } from "./resourceKinds.ts";

const MOST_TAGS = 50;
const LONGEST_KEY = 127;
const LONGEST_VALUE = 255;

export function tagsOf(context: RegionContext, id: string): readonly StoredTag[] {
  const { tags } = ec2State(context);
  return Object.hasOwn(tags, id) ? (tags[id] ?? []) : [];
}

export function putTags(context: RegionContext, id: string, added: readonly StoredTag[]): void {
  if (added.length === 0) return;
  ec2State(context).tags[id] = limitTags(mergeTags(tagsOf(context, id), added));
}

/** @throws {AwsError} `TagLimitExceeded` for more than 50 tags, those of AWS not counted */
export function limitTags(tags: StoredTag[]): StoredTag[] {
  if (tags.filter((tag) => !tag.Key.startsWith("aws:")).length > MOST_TAGS)
    throw new AwsError("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
  return tags;
}

export function dropTags(context: RegionContext, id: string): void {
  delete ec2State(context).tags[id];
}

/**
 * The tags of a `TagSpecifications` member for one kind of resource. A key may come twice (ParallelCluster's
 * launch templates do it): the last one wins.
 * @throws {AwsError} for another resource type, a reserved key or one that is too long
 */
export function tagsFor(
  kind: ResourceKind,
  specifications: readonly TagSpecification[] | undefined,
  context: CallContext,
): StoredTag[] {
  const tags: StoredTag[] = [];
  for (const specification of specifications ?? []) {
    if (specification.ResourceType !== kind.tagType)
      throw invalidValue(
        `'${specification.ResourceType ?? ""}' is not a valid taggable resource type for this operation.`,
      );
    tags.push(...checkTags(specification.Tags, context));
  }
  return limitTags(mergeTags([], tags));
}

/** @throws {AwsError} for a key that is reserved, empty or too long */
export function checkTags(tags: readonly Tag[] | undefined, context: CallContext): StoredTag[] {
  return (tags ?? []).map((tag) => {
    const Key = tag.Key ?? "";
    const Value = tag.Value ?? "";
    if (Key === "") throw new AwsError("MissingParameter", "The request must contain the parameter tagKey");
    if (Key.length > LONGEST_KEY)
      throw invalidValue(`Tag key exceeds the maximum length of ${LONGEST_KEY} characters`);
    if (Value.length > LONGEST_VALUE)
      throw invalidValue(`Tag value exceeds the maximum length of ${LONGEST_VALUE} characters`);
    // CloudFormation and other services of AWS set such tags; clients may not
    if (/^aws:/i.test(Key) && context.accessKeyId !== "sandbox")
      throw invalidValue("Tag keys starting with 'aws:' are reserved for internal use");
    return { Key, Value };
  });
}

export function mergeTags(present: readonly StoredTag[], added: readonly StoredTag[]): StoredTag[] {
  const byKey = new Map([...present, ...added].map((tag) => [tag.Key, tag]));
  return [...byKey.values()];
}
