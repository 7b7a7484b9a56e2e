import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import { readProperties, type PropertyReader } from "../../../kernel/readProperties.ts";

/** The policy of queues, which their templates name by URL. */
export const queuePolicyResource: ResourceProvider = {
  type: "AWS::SQS::QueuePolicy",
  durations: { createMs: 1000, updateMs: 1000, deleteMs: 1000 },
  create(properties, context) {
    const read = readProperties(properties);
    for (const url of queuesOf(read)) setPolicy(url, documentOf(read), context);
    return { physicalId: generatedName(context, 80) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  update(_physicalId, { before, after }, context) {
    const read = readProperties(after);
    const kept = queuesOf(read);
    for (const url of kept) setPolicy(url, documentOf(read), context);
    for (const url of queuesOf(readProperties(before))) if (!kept.includes(url)) removePolicy(url, context);
  },
  delete(_physicalId, properties, context) {
    for (const url of queuesOf(readProperties(properties))) removePolicy(url, context);
  },
};

function queuesOf(read: PropertyReader): string[] {
  return read.texts("Queues") ?? [];
}

function documentOf(read: PropertyReader): string {
  const document = read.json("PolicyDocument");
  return typeof document === "string" ? document : JSON.stringify(document);
}

function setPolicy(QueueUrl: string, Policy: string, context: ResourceContext): void {
  context.call("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { Policy } });
}

function removePolicy(url: string, context: ResourceContext): void {
  try {
    setPolicy(url, "", context);
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "QueueDoesNotExist")) throw error;
  }
}
