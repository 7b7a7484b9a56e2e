import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import { readProperties, type PropertyReader } from "../../../kernel/readProperties.ts";
import { defaultPolicy } from "../topicAttributes.ts";

/** The policy of topics; a topic that loses it gets the policy back that every topic begins with. */
export const topicPolicyResource: ResourceProvider = {
  type: "AWS::SNS::TopicPolicy",
  durations: { createMs: 1000, updateMs: 1000, deleteMs: 1000 },
  create(properties, context) {
    const read = readProperties(properties);
    for (const arn of topicsOf(read)) setPolicy(arn, documentOf(read), context);
    return { physicalId: generatedName(context, 256) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  update(_physicalId, { before, after }, context) {
    const read = readProperties(after);
    for (const arn of topicsOf(read)) setPolicy(arn, documentOf(read), context);
    const kept = topicsOf(read);
    for (const arn of topicsOf(readProperties(before))) if (!kept.includes(arn)) resetPolicy(arn, context);
  },
  delete(_physicalId, properties, context) {
    for (const arn of topicsOf(readProperties(properties))) resetPolicy(arn, context);
  },
};

function topicsOf(read: PropertyReader): string[] {
  return read.texts("Topics") ?? [];
}

function documentOf(read: PropertyReader): string {
  const document = read.json("PolicyDocument");
  return typeof document === "string" ? document : JSON.stringify(document);
}

function setPolicy(TopicArn: string, AttributeValue: string, context: ResourceContext): void {
  context.call("sns", "SetTopicAttributes", { TopicArn, AttributeName: "Policy", AttributeValue });
}

function resetPolicy(arn: string, context: ResourceContext): void {
  try {
    setPolicy(arn, defaultPolicy(arn, context), context);
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "NotFound")) throw error;
  }
}
