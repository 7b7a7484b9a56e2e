import { createHash } from "node:crypto";
import type { Queue } from "../configuration/ClusterConfiguration.ts";
import type { Json, JsonObject } from "../../kernel/json.ts";
import { computeResources, type ClusterPlan } from "./ClusterPlan.ts";
import { computeLaunchTemplate, placementGroupId } from "./computeLaunchTemplate.ts";
import { instanceIdentity } from "./instanceIdentity.ts";
import { getAtt, join, ref } from "./intrinsics.ts";
import { launchTemplateId, launchTemplateOutput } from "./launchTemplateIds.ts";
import { constructId, nameSuffix } from "./logicalIds.ts";
import { createNestedReferences, type NestedReferences } from "./nestedReferences.ts";
import { queuePolicies } from "./queuePolicies.ts";
import { resourcesJson, type Resources, type TemplateResource } from "./Resources.ts";

export const QUEUES_STACK_ID = constructId([
  "ComputeFleet",
  "Queues.NestedStack",
  "Queues.NestedStackResource",
]);

/** A nested template, with its key in the bucket and the parameters through which the root finds it. */
export interface NestedTemplate {
  readonly body: string;
  /** Below the artifact directory: `assets/<sha256>`. */
  readonly key: string;
  readonly bucketParameter: string;
  readonly versionKeyParameter: string;
  readonly artifactHashParameter: string;
}

export interface QueuesStack {
  readonly nested: NestedTemplate;
  readonly resource: TemplateResource;
}

/** The nested stack that holds what each queue and each compute resource needs. */
export function queuesStack(plan: ClusterPlan): QueuesStack {
  const references = createNestedReferences(plan.facts.clusterName);
  const resources = resourcesJson(queuesResources(plan, references));
  const template: JsonObject = {
    Resources: resources,
    Parameters: references.parameters(),
    Outputs: outputs(plan),
  };
  const nested = nestedTemplate(JSON.stringify(template));
  return {
    nested,
    resource: {
      Type: "AWS::CloudFormation::Stack",
      Properties: { TemplateURL: templateUrl(nested), Parameters: references.arguments() },
      DeletionPolicy: "Delete",
      UpdateReplacePolicy: "Delete",
    },
  };
}

function queuesResources(plan: ClusterPlan, references: NestedReferences): Resources {
  const parts = plan.configuration.queues.map((queue) => ({
    ...queueIdentity(plan, queue, references),
    ...queueTemplates(plan, queue, references),
  }));
  return Object.assign({}, ...parts);
}

function queueIdentity(plan: ClusterPlan, queue: Queue, references: NestedReferences): Resources {
  const suffix = nameSuffix(queue.name);
  return instanceIdentity(plan, {
    suffix,
    iam: queue.iam,
    policies: queuePolicies(plan, queue, { suffix, references }),
  });
}

function queueTemplates(plan: ClusterPlan, queue: Queue, references: NestedReferences): Resources {
  const entries = queue.computeResources.flatMap((resource): [string, TemplateResource][] => [
    ...(resource.placementGroup.kind === "managed"
      ? [
          [
            placementGroupId(queue.name, resource.name),
            { Type: "AWS::EC2::PlacementGroup", Properties: { Strategy: "cluster" } },
          ] satisfies [string, TemplateResource],
        ]
      : []),
    [
      launchTemplateId(queue.name, resource.name),
      computeLaunchTemplate(plan, { queue, resource }, references),
    ],
  ]);
  return Object.fromEntries(entries);
}

function outputs(plan: ClusterPlan): JsonObject {
  return Object.fromEntries(
    computeResources(plan).flatMap(({ queue, resource }): [string, Json][] => {
      const id = launchTemplateId(queue.name, resource.name);
      const name = (attribute: string) => launchTemplateOutput(plan, queue.name, resource.name, attribute);
      return [
        [name("Ref"), { Value: ref(id) }],
        [name("LatestVersionNumber"), { Value: getAtt(id, "LatestVersionNumber") }],
      ];
    }),
  );
}

function nestedTemplate(body: string): NestedTemplate {
  const hash = createHash("sha256").update(body).digest("hex");
  const parameter = (kind: string) => constructId(["AssetParameters", hash, kind]);
  return {
    body,
    key: `assets/${hash}`,
    bucketParameter: parameter("S3Bucket"),
    versionKeyParameter: parameter("S3VersionKey"),
    artifactHashParameter: parameter("ArtifactHash"),
  };
}

function templateUrl(nested: NestedTemplate): Json {
  const part = (index: number): JsonObject => ({
    "Fn::Select": [index, { "Fn::Split": ["||", ref(nested.versionKeyParameter)] }],
  });
  return join(
    "https://s3.",
    ref("AWS::Region"),
    ".",
    ref("AWS::URLSuffix"),
    "/",
    ref(nested.bucketParameter),
    "/",
    part(0),
    part(1),
  );
}
