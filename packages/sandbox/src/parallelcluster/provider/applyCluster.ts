import type { RegionContext } from "../../kernel/CallContext.ts";
import type { Json } from "../../kernel/json.ts";
import type { ClusterConfiguration } from "../configuration/ClusterConfiguration.ts";
import { ConfigurationError } from "../configuration/ConfigurationError.ts";
import { readClusterConfiguration } from "../configuration/readClusterConfiguration.ts";
import { clusterTemplate } from "../template/clusterTemplate.ts";
import type { TemplateFacts } from "../template/TemplateFacts.ts";
import {
  newArtifactDirectory,
  templateUrl,
  uploadConfiguration,
  uploadTemplates,
  type ArtifactPlace,
} from "./artifacts.ts";
import { checkConfiguration } from "./checkConfiguration.ts";
import type { ClusterChange } from "./ClusterChange.ts";
import { ensureClusterBucket } from "./clusterBucket.ts";
import { clusterFailure, invalidConfiguration } from "./ClusterFailure.ts";
import { deleteAllVersions } from "./clusterObjects.ts";
import { findClusterStack, type ClusterStack } from "./clusterStack.ts";
import { gatherFacts, type AccountFacts } from "./gatherFacts.ts";
import { impliedConfiguration } from "./impliedConfiguration.ts";

const CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"] as const;

/** Uploads a new cluster's artifacts and starts its stack. */
export function createCluster(
  context: RegionContext,
  change: ClusterChange & { readonly rollbackOnFailure: boolean },
): void {
  const { clusterName, version } = change;
  if (findClusterStack(context, clusterName) !== undefined)
    throw clusterFailure(`Bad Request: Cluster ${clusterName} already exists.`);
  const checked = checkedConfiguration(context, change);
  const bucket = ensureClusterBucket(context);
  const place = { bucket, directory: newArtifactDirectory(context, clusterName, version.version) };
  try {
    const prepared = prepareStack(context, checked, {
      change,
      place,
      logGroupName: newLogGroupName(context, clusterName),
    });
    context.call("cloudformation", "CreateStack", {
      ...prepared,
      DisableRollback: !change.rollbackOnFailure,
      Tags: stackTags(checked.configuration, change),
    });
  } catch (error) {
    deleteAllVersions(context, bucket, `${place.directory}/`);
    throw error;
  }
}

/** Uploads the new configuration beside the old one and starts the stack's update. */
export function updateCluster(context: RegionContext, change: ClusterChange, stack: ClusterStack): void {
  const checked = checkedConfiguration(context, change);
  const place = {
    bucket: ensureClusterBucket(context),
    directory: stack.parameters["ArtifactS3RootDirectory"] ?? "",
  };
  const logGroupName = stack.parameters["ClusterCWLogGroup"] ?? newLogGroupName(context, change.clusterName);
  const prepared = prepareStack(context, checked, { change, place, logGroupName });
  context.call("cloudformation", "UpdateStack", {
    ...prepared,
    Tags: stackTags(checked.configuration, change),
  });
}

interface CheckedConfiguration {
  readonly configuration: ClusterConfiguration;
  readonly account: AccountFacts;
}

function checkedConfiguration(context: RegionContext, change: ClusterChange): CheckedConfiguration {
  checkConfiguration(context, change);
  return withConfigurationErrors(() => {
    const configuration = readClusterConfiguration(change.configuration);
    return { configuration, account: gatherFacts(context, configuration, change.version) };
  });
}

function withConfigurationErrors<Answer>(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof ConfigurationError) throw invalidConfiguration(error);
    throw error;
  }
}

function prepareStack(
  context: RegionContext,
  { configuration, account }: CheckedConfiguration,
  target: { readonly change: ClusterChange; readonly place: ArtifactPlace; readonly logGroupName: string },
) {
  const { change, place } = target;
  const implied: Json = impliedConfiguration(change.configuration, configuration, context.region);
  const versions = uploadConfiguration(context, place, {
    configuration: change.configuration,
    implied,
    instanceTypes: Object.keys(account.instanceTypes),
  });
  const facts: TemplateFacts = {
    ...account,
    ...versions,
    clusterName: change.clusterName,
    region: context.region,
    version: change.version,
    bucket: place.bucket,
    artifactDirectory: place.directory,
    changeSetKey: undefined,
    generatedAtMs: context.clock.nowMs(),
    logGroupName: target.logGroupName,
  };
  const templates = withConfigurationErrors(() => clusterTemplate(configuration, facts));
  const parameters = uploadTemplates(context, place, templates);
  return {
    StackName: change.clusterName,
    TemplateURL: templateUrl(context, place),
    Capabilities: [...CAPABILITIES],
    Parameters: [...parameters],
  };
}

function newLogGroupName(context: RegionContext, clusterName: string): string {
  const minute = new Date(context.clock.nowMs()).toISOString().replaceAll(/\D/g, "").slice(0, 12);
  return `/aws/parallelcluster/${clusterName}-${minute}`;
}

function stackTags(configuration: ClusterConfiguration, change: ClusterChange) {
  return [
    ...configuration.tags,
    { key: "parallelcluster:cluster-name", value: change.clusterName },
    { key: "parallelcluster:version", value: change.version.version },
  ].map(({ key, value }) => ({ Key: key, Value: value }));
}
