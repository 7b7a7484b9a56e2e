import type { ResolvedProject } from "../project/ResolvedProject.ts";
import type { StackRequest } from "../ports/StackGateway.ts";
import { PROVIDER_TAG } from "./names.ts";
import { clusterConfig } from "../templates/cluster/clusterConfig.ts";
import { requiredOutputs } from "../templates/cluster/prerequisiteOutputs.ts";
import { dataBucketTemplate } from "../templates/dataBucketTemplate.ts";
import { engineTemplate, sshSecurityGroupOf } from "../templates/engineTemplate.ts";
import {
  needsPrerequisites,
  prerequisitesOptionsOf,
  prerequisitesParameters,
} from "../templates/prerequisites/prerequisitesOf.ts";
import type { PrerequisitesOptions } from "../templates/prerequisites/PrerequisitesOptions.ts";
import { prerequisitesTemplate } from "../templates/prerequisites/prerequisitesTemplate.ts";
import { renderTemplate } from "../templates/renderTemplate.ts";
import type { Template } from "../templates/Template.ts";
import { providerTemplateUrl } from "../versions/parallelClusterVersions.ts";
import type {
  DataLinkDesign,
  DeploymentDesign,
  PrerequisitesDesign,
  StackOutputs,
} from "./DeploymentDesign.ts";
import { billedItems } from "./billedItems.ts";
import { capacityNeeds } from "./capacityNeeds.ts";
import { PROJECT_TAG } from "./names.ts";

export interface DesignFacts {
  /** True when the data bucket exists and was not made by this project: it is used, not made. */
  readonly usesExistingBucket: boolean;
}

/** What should exist for a project, as data. Pure: the same project gives the same design. */
export function designDeployment(resolved: ResolvedProject, facts: DesignFacts): DeploymentDesign {
  const { project, names, bucketName } = resolved;
  const tags = { ...project.tags, [PROJECT_TAG]: project.name };
  const makesBucket = bucketName !== undefined && !facts.usesExistingBucket;
  return {
    clusterName: names.cluster,
    region: project.region,
    tags,
    keyPairName: names.keyPair,
    dataBucket: makesBucket ? dataBucketRequest(resolved, bucketName, tags) : undefined,
    bucketName,
    prerequisites: needsPrerequisites(resolved) ? prerequisitesDesign(resolved, tags) : undefined,
    engineProvider: {
      stackName: names.providerStack,
      template: { url: providerTemplateUrl(resolved.version.version, project.region, resolved.urlSuffix) },
      parameters: {},
      // Shared by all clusters of a version, so it carries no project's name.
      tags: { [PROVIDER_TAG]: names.providerStack },
    },
    cluster: (inputs) => clusterRequest(resolved, inputs, tags),
    clusterStackName: names.engineStack,
    dataLink: dataLinkDesign(resolved),
    existingLustreId: resolved.scratch.kind === "existing" ? resolved.scratch.fileSystemId : undefined,
    billed: billedItems(resolved),
    capacityNeeds: capacityNeeds(resolved),
  };
}

function dataBucketRequest(
  { project, names }: ResolvedProject,
  bucketName: string,
  tags: Readonly<Record<string, string>>,
): StackRequest {
  return {
    stackName: names.dataBucketStack,
    template: bodyOf(dataBucketTemplate({ versioning: project.data.versioning })),
    parameters: { S3BucketName: bucketName },
    tags,
  };
}

function prerequisitesDesign(
  resolved: ResolvedProject,
  tags: Readonly<Record<string, string>>,
): PrerequisitesDesign {
  const options = prerequisitesOptionsOf(resolved);
  const requestOf = (chosen: PrerequisitesOptions): StackRequest => ({
    stackName: resolved.names.prerequisitesStack,
    template: bodyOf(prerequisitesTemplate(chosen)),
    parameters: prerequisitesParameters(resolved),
    tags,
  });
  return {
    request: requestOf(options),
    requiredOutputs: requiredOutputs(resolved),
    removable: requestOf({
      ...options,
      scratch: options.scratch === "existing" ? "existing" : "delete",
      home: options.home === "existing" ? "existing" : "delete",
    }),
  };
}

function clusterRequest(
  resolved: ResolvedProject,
  { prerequisites, serviceToken }: { readonly prerequisites: StackOutputs; readonly serviceToken: string },
  tags: Readonly<Record<string, string>>,
): StackRequest {
  const { names, project } = resolved;
  const config = clusterConfig(resolved, prerequisites, { securityGroup: sshSecurityGroupOf(resolved) });
  const vpcId = project.network.vpc ?? prerequisites["VPC"] ?? "";
  return {
    stackName: names.engineStack,
    template: bodyOf(engineTemplate(resolved, { config, vpcId })),
    parameters: { ServiceToken: serviceToken },
    tags: { ...tags, [PROVIDER_TAG]: names.providerStack },
    keepOnFailure: true,
  };
}

function dataLinkDesign({ project: { data }, bucketName }: ResolvedProject): DataLinkDesign | undefined {
  if (bucketName === undefined) return undefined;
  const prefix = data.prefix === undefined ? "" : `/${data.prefix}`;
  return {
    path: data.path,
    repository: `s3://${bucketName}${prefix}`,
    importEvents: data.importEvents,
    exportEvents: data.exportEvents,
  };
}

/** Without spaces: CloudFormation takes 51,200 bytes. */
function bodyOf(template: Template): { readonly body: string } {
  return { body: JSON.stringify(JSON.parse(renderTemplate(template, { format: "json" }))) };
}
