import {
  clusterConfig,
  renderClusterConfig,
  rulesVersionFor,
  STAND_IN_OUTPUTS,
  type CheckedParallelClusterVersion,
} from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { openDesign, type OpenDesign } from "./openDesign.ts";

/** The cluster configuration that `up` would use for a project. */
export interface DesignedConfig {
  readonly text: string;
  readonly clusterName: string;
  readonly region: string;
  /** Whose rules apply: the project's version, or the newest one before it whose rules are known. */
  readonly rulesVersion: CheckedParallelClusterVersion;
  readonly version: string;
  readonly projectFile: string;
  /** True when network and file systems do not exist yet, and stand-ins are in their places. */
  readonly hasStandIns: boolean;
}

/** Resolves a project as `plan` does and makes its cluster configuration. Changes nothing. */
export async function openDesignedConfig(
  file: string | undefined,
  context: CommandContext,
): Promise<DesignedConfig> {
  const opened = await openDesign(file, context);
  const { resolved, design, fileName } = opened;
  const [outputs, securityGroup] = await Promise.all([
    prerequisitesOutputs(opened, context.signal),
    sshSecurityGroup(opened, context.signal),
  ]);
  const { version } = resolved.version;
  const config = clusterConfig(resolved, outputs ?? STAND_IN_OUTPUTS, { securityGroup });
  return {
    text: renderClusterConfig(config, {
      trainyardVersion: context.version,
      projectName: resolved.project.name,
      parallelClusterVersion: version,
    }),
    clusterName: design.clusterName,
    region: design.region,
    rulesVersion: rulesVersionFor(version),
    version,
    projectFile: fileName,
    hasStandIns: outputs === undefined,
  };
}

/** Undefined while the stack is not there. */
async function prerequisitesOutputs({ gateways, design }: OpenDesign, signal: AbortSignal) {
  if (design.prerequisites === undefined) return {};
  const stack = await gateways.stacks.describe(design.prerequisites.request.stackName, signal);
  return stack === "absent" || Object.keys(stack.outputs).length === 0 ? undefined : stack.outputs;
}

/** The group for several address ranges is made with the cluster; before, the configuration is checked without it. */
async function sshSecurityGroup(
  { gateways, names }: OpenDesign,
  signal: AbortSignal,
): Promise<string | undefined> {
  const resources = await gateways.stacks.resources(names.engineStack, signal);
  return resources.find(({ resourceType }) => resourceType === "AWS::EC2::SecurityGroup")?.physicalId;
}
