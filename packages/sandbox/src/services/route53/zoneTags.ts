import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import type { ZoneRecord } from "./Route53State.ts";
import { zoneOf } from "./zoneLookup.ts";

export const zoneTagOperations = defineOperations<"route53">()({
  ChangeTagsForResource: {
    members: ["ResourceType", "ResourceId", "AddTags", "RemoveTagKeys"],
    run(input, context) {
      const zone = taggedZone(input, context);
      const added = (input.AddTags ?? []).map((tag) => ({ Key: tag.Key ?? "", Value: tag.Value ?? "" }));
      const replaced = [...(input.RemoveTagKeys ?? []), ...added.map(({ Key }) => Key)];
      zone.tags = [...zone.tags.filter(({ Key }) => !replaced.includes(Key)), ...added];
      return {};
    },
  },
  ListTagsForResource: {
    members: ["ResourceType", "ResourceId"],
    run(input, context) {
      const zone = taggedZone(input, context);
      return {
        ResourceTagSet: {
          ResourceType: "hostedzone",
          ResourceId: zone.id,
          Tags: structuredClone(zone.tags),
        },
      };
    },
  },
});

function taggedZone(
  input: { readonly ResourceType?: string | undefined; readonly ResourceId?: string | undefined },
  context: CallContext,
): ZoneRecord {
  if (input.ResourceType !== "hostedzone")
    throw new AwsError("InvalidInput", "The sandbox models tags of hosted zones only.");
  return zoneOf(input.ResourceId, context);
}
