import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { QueueRecord } from "./SqsState.ts";

/** Attributes that can be set, with their defaults and, of numbers, their ranges. */
const SETTABLE: Readonly<
  Record<string, { readonly value?: string; readonly range?: readonly [number, number] }>
> = {
  DelaySeconds: { value: "0", range: [0, 900] },
  MaximumMessageSize: { value: "1048576", range: [1024, 1_048_576] },
  MessageRetentionPeriod: { value: "345600", range: [60, 1_209_600] },
  ReceiveMessageWaitTimeSeconds: { value: "0", range: [0, 20] },
  VisibilityTimeout: { value: "30", range: [0, 43_200] },
  SqsManagedSseEnabled: { value: "true" },
  Policy: {},
  RedrivePolicy: {},
  RedriveAllowPolicy: {},
  KmsMasterKeyId: {},
  KmsDataKeyReusePeriodSeconds: { range: [60, 86_400] },
  FifoQueue: {},
  ContentBasedDeduplication: {},
  DeduplicationScope: {},
  FifoThroughputLimit: {},
};

/** @throws {AwsError} `InvalidAttributeName` or `InvalidAttributeValue`. */
export function checkedAttributes(
  attributes: Readonly<Record<string, string | undefined>> | undefined,
): Record<string, string> {
  const entries = Object.entries(attributes ?? {}).flatMap(([name, value]) => {
    if (!Object.hasOwn(SETTABLE, name))
      throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    const range = SETTABLE[name]?.range;
    const number = Number(value);
    if (range !== undefined && !(Number.isInteger(number) && number >= range[0] && number <= range[1]))
      throw new AwsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
    // An empty text takes the attribute away.
    return [[name, value ?? ""] as const];
  });
  return Object.fromEntries(entries);
}

/** All attributes as GetQueueAttributes gives them. */
export function attributesOf(queue: QueueRecord, context: RegionContext): Record<string, string> {
  const nowMs = context.clock.nowMs();
  const defaults = Object.entries(SETTABLE).flatMap(([name, { value }]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const visible = queue.messages.filter((message) => message.visibleMs <= nowMs);
  const inFlight = queue.messages.filter((message) => message.visibleMs > nowMs && message.receiveCount > 0);
  const set = Object.entries(queue.attributes).filter(([, value]) => value !== "");
  return {
    ...Object.fromEntries(defaults),
    ...Object.fromEntries(set),
    ApproximateNumberOfMessages: String(visible.length),
    ApproximateNumberOfMessagesDelayed: String(queue.messages.length - visible.length - inFlight.length),
    ApproximateNumberOfMessagesNotVisible: String(inFlight.length),
    CreatedTimestamp: String(Math.floor(queue.createdMs / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedMs / 1000)),
    QueueArn: queueArn(queue.name, context),
  };
}

export function secondsOf(queue: QueueRecord, name: string): number {
  const set = queue.attributes[name];
  return Number(set === undefined || set === "" ? (SETTABLE[name]?.value ?? "0") : set);
}

export function queueArn(name: string, context: RegionContext): string {
  return `arn:aws:sqs:${context.region}:${context.accountId}:${name}`;
}
