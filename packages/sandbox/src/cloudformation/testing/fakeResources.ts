import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { defineStore } from "../../kernel/defineStore.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { readProperties } from "../../kernel/readProperties.ts";
import { definePart, type ServiceModule } from "../../kernel/ServiceModule.ts";
import type { ResourceContext, ResourceProvider } from "../ResourceProvider.ts";

/** What exists in the fake account: properties and tags by physical id. */
export interface FakeThing {
  readonly type: string;
  properties: JsonObject;
  tags: Record<string, string>;
}

const STORE = defineStore<Record<string, FakeThing>>("fake", "region", () => ({}));

/**
 * A stand-in for the services: parameters, topics and queues that come to be in a second, as the tests of
 * CloudFormation's engine use them. A description or name of "fail-create", "fail-configure", "fail-update", "fail-progress"
 * or "fail-delete" makes it fail there; one that is "held" cannot go while there is one named "holder".
 */
export function fakeResources(): ServiceModule {
  return definePart("fake", {
    resourceTypes: [
      provider("AWS::SSM::Parameter", (_id, properties) => ({
        Type: properties["Type"] ?? "String",
        Value: properties["Value"] ?? "",
      })),
      provider("AWS::SNS::Topic", (id) => ({ TopicName: id, TopicArn: `arn:${id}` })),
      provider("AWS::SQS::Queue", (id) => ({ Arn: `arn:${id}`, QueueName: id })),
      provider("AWS::IAM::Role", (id) => ({ Arn: `arn:${id}` })),
      provider("AWS::EC2::KeyPair", () => ({})),
      { ...provider("AWS::EC2::Volume", (id) => ({ VolumeId: id })), snapshot: recordSnapshot },
    ],
  });
}

export function fakeThings(context: RegionContext): Record<string, FakeThing> {
  return context.store(STORE);
}

function provider(
  type: string,
  attributesOf: (physicalId: string, properties: JsonObject) => JsonObject,
): ResourceProvider {
  return {
    type,
    durations: { createMs: 1000, updateMs: 1000, deleteMs: 1000 },
    create(properties, context) {
      failWhen("fail-create", properties);
      const named = readProperties(properties);
      const physicalId =
        named.text("Name") ??
        named.text("TopicName") ??
        named.text("QueueName") ??
        `${context.stackName}-${context.logicalId}-${context.ids.upperAlphanumeric("fake", 12)}`;
      if (fakeThings(context)[physicalId] !== undefined)
        throw new AwsError("ResourceAlreadyExists", `${physicalId} already exists`);
      fakeThings(context)[physicalId] = { type, properties, tags: tagsOf(context) };
      return { physicalId };
    },
    configure: (_physicalId, properties) => failWhen("fail-configure", properties),
    progress: (_physicalId, properties) =>
      mark(properties).includes("fail-progress")
        ? { status: "failed", reason: "It did not stabilize." }
        : { status: "done" },
    read: (physicalId, properties) => ({ ref: physicalId, attributes: attributesOf(physicalId, properties) }),
    update(physicalId, { after }, context) {
      failWhen("fail-update", after);
      fakeThings(context)[physicalId] = { type, properties: after, tags: tagsOf(context) };
    },
    delete(physicalId, properties, context) {
      failWhen("fail-delete", properties);
      if (mark(properties).includes("held") && isHeld(context))
        throw new AwsError("DependencyViolation", `${physicalId} has a dependent object`);
      delete fakeThings(context)[physicalId];
    },
  };
}

function recordSnapshot(physicalId: string, context: ResourceContext): void {
  fakeThings(context)[`snapshot-of-${physicalId}`] = { type: "snapshot", properties: {}, tags: {} };
}

function tagsOf(context: ResourceContext): Record<string, string> {
  return Object.fromEntries(context.stackTags.map(({ Key, Value }) => [Key, Value]));
}

function isHeld(context: ResourceContext): boolean {
  return Object.hasOwn(fakeThings(context), "holder");
}

function failWhen(word: string, properties: JsonObject): void {
  if (mark(properties).includes(word)) throw new AwsError("InvalidParameterValue", `This is the ${word}`);
}

function mark(properties: JsonObject): string {
  return JSON.stringify(properties);
}
