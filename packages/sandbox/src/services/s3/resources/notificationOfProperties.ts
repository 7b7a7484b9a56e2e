import { type PropertyReader } from "../../../kernel/readProperties.ts";
import { notModelled } from "../errors.ts";
import type { S3Input } from "../shapes.ts";
import { enumText } from "../../../cloudformation/enumText.ts";

type Notification = NonNullable<S3Input<"PutBucketNotificationConfiguration">["NotificationConfiguration"]>;

const EVENTS = [
  "s3:ObjectCreated:*",
  "s3:ObjectCreated:Put",
  "s3:ObjectCreated:Post",
  "s3:ObjectCreated:Copy",
  "s3:ObjectCreated:CompleteMultipartUpload",
  "s3:ObjectRemoved:*",
  "s3:ObjectRemoved:Delete",
  "s3:ObjectRemoved:DeleteMarkerCreated",
] as const;

/** `NotificationConfiguration` as the API takes it: kept and answered, nothing is delivered. */
export function notificationOfProperties(configuration: PropertyReader): Notification {
  const eventBridge = configuration.object("EventBridgeConfiguration");
  return {
    ...listMember("TopicConfigurations", configuration.objects("TopicConfigurations"), (entry) => ({
      TopicArn: entry.text("Topic"),
      ...eventsOf(entry),
    })),
    ...listMember("QueueConfigurations", configuration.objects("QueueConfigurations"), (entry) => ({
      QueueArn: entry.text("Queue"),
      ...eventsOf(entry),
    })),
    ...listMember("LambdaFunctionConfigurations", configuration.objects("LambdaConfigurations"), (entry) => ({
      LambdaFunctionArn: entry.text("Function"),
      ...eventsOf(entry),
    })),
    ...(eventBridge?.boolean("EventBridgeEnabled") === true ? { EventBridgeConfiguration: {} } : {}),
  };
}

function eventsOf(entry: PropertyReader) {
  if (entry.json("Filter") !== undefined) throw notModelled("A filter of a bucket notification");
  const event = enumText(entry, "Event", EVENTS);
  return { Events: event === undefined ? [] : [event] };
}

function listMember<const Name extends string, Item>(
  name: Name,
  entries: readonly PropertyReader[],
  itemOf: (entry: PropertyReader) => Item,
): { readonly [Member in Name]?: Item[] } {
  if (entries.length === 0) return {};
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed member name widens to string
  return { [name]: entries.map(itemOf) } as { readonly [Member in Name]?: Item[] };
}
