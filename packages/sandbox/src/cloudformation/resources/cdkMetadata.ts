import type { ResourceProvider } from "../ResourceProvider.ts";

const NONE = { createMs: 0, updateMs: 0, deleteMs: 0 };

/** The note on its makers that the AWS CDK adds to each template: nothing is made of it. */
export const cdkMetadata: ResourceProvider = {
  type: "AWS::CDK::Metadata",
  durations: NONE,
  create: (_properties, context) => ({ physicalId: context.ids.uuid("cloudformation-cdk-metadata") }),
  read: (physicalId) => ({ ref: physicalId, attributes: {} }),
  update: () => undefined,
  delete: () => undefined,
};
