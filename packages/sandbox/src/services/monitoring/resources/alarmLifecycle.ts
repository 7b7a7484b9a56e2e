import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { resourceTags } from "../../../kernel/readProperties.ts";

export function deleteAlarm(AlarmName: string, context: ResourceContext): void {
  try {
    context.call("monitoring", "DeleteAlarms", { AlarmNames: [AlarmName] });
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "ResourceNotFound")) throw error;
  }
}

export function changeAlarmTags(
  AlarmName: string,
  before: JsonObject,
  after: JsonObject,
  context: ResourceContext,
): void {
  const ResourceARN = `arn:aws:cloudwatch:${context.region}:${context.accountId}:alarm:${AlarmName}`;
  const Tags = resourceTags(after, context.stackTags);
  const TagKeys = resourceTags(before, [])
    .map(({ Key }) => Key)
    .filter((key) => !Tags.some((tag) => tag.Key === key));
  if (TagKeys.length > 0) context.call("monitoring", "UntagResource", { ResourceARN, TagKeys });
  if (Tags.length > 0) context.call("monitoring", "TagResource", { ResourceARN, Tags });
}
