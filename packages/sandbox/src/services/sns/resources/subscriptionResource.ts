import type { ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { readProperties, refuseOtherProperties } from "../../../kernel/readProperties.ts";

const TYPE = "AWS::SNS::Subscription";
const MODELLED = ["Endpoint", "Protocol", "RawMessageDelivery", "TopicArn"];

export const subscriptionResource: ResourceProvider = {
  type: TYPE,
  durations: { createMs: 1000, updateMs: 1000, deleteMs: 1000 },
  create(properties, context) {
    refuseOtherProperties(TYPE, properties, MODELLED);
    const read = readProperties(properties);
    const isRaw = read.boolean("RawMessageDelivery");
    const { SubscriptionArn } = context.call("sns", "Subscribe", {
      TopicArn: read.text("TopicArn"),
      Protocol: read.text("Protocol"),
      Endpoint: read.text("Endpoint"),
      ReturnSubscriptionArn: true,
      ...(isRaw === undefined ? {} : { Attributes: { RawMessageDelivery: String(isRaw) } }),
    });
    return { physicalId: SubscriptionArn ?? "" };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { Arn: physicalId } }),
  update(physicalId, { after }, context) {
    refuseOtherProperties(TYPE, after, MODELLED);
    context.call("sns", "SetSubscriptionAttributes", {
      SubscriptionArn: physicalId,
      AttributeName: "RawMessageDelivery",
      AttributeValue: String(readProperties(after).boolean("RawMessageDelivery") ?? false),
    });
  },
  delete(physicalId, _properties, context) {
    try {
      context.call("sns", "Unsubscribe", { SubscriptionArn: physicalId });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "NotFound")) throw error;
    }
  },
};
