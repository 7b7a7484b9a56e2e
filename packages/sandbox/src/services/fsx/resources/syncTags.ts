import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { resourceTags } from "../../../kernel/readProperties.ts";

/** Gives a resource the tags of its properties and stack, and takes those away that the template dropped. */
export function syncTags(
  ResourceARN: string,
  before: JsonObject,
  after: JsonObject,
  context: ResourceContext,
): void {
  const Tags = resourceTags(after, context.stackTags);
  const TagKeys = resourceTags(before, [])
    .map(({ Key }) => Key)
    .filter((key) => !Tags.some((tag) => tag.Key === key));
  if (TagKeys.length > 0) context.call("fsx", "UntagResource", { ResourceARN, TagKeys });
  if (Tags.length > 0) context.call("fsx", "TagResource", { ResourceARN, Tags });
}
