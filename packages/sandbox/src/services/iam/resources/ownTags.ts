import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { resourceTags } from "../../../kernel/readProperties.ts";

/** Tags of template and stack; IAM is given none of CloudFormation's own, which begin with `aws:`. */
export function ownTags(properties: JsonObject, context: ResourceContext): { Key: string; Value: string }[] {
  return resourceTags(
    properties,
    context.stackTags.filter(({ Key }) => !Key.startsWith("aws:")),
  );
}
