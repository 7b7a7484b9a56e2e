import { TrainyardError } from "../errors/TrainyardError.ts";
import type { Caller } from "../ports/AccountGateway.ts";
import type { DataLinkDescription } from "../ports/DataGateway.ts";
import type { Gateways } from "../ports/Gateways.ts";
import type { KeyPairDescription } from "../ports/KeyPairGateway.ts";
import type { StackDescription } from "../ports/StackGateway.ts";
import type { DeploymentDesign } from "./DeploymentDesign.ts";
import { standingOf } from "./stackStatus.ts";

/** A stack with the text of its template. */
export interface ObservedStack {
  readonly stack: StackDescription;
  readonly template: string;
}

/** What AWS holds of a design, read in parallel and changing nothing. */
export interface ObservedDeployment {
  readonly caller: Caller;
  readonly dataBucket: ObservedStack | "absent";
  readonly prerequisites: ObservedStack | "absent";
  readonly engineProvider: ObservedStack | "absent";
  /** The stack that holds the cluster. */
  readonly clusterHolder: ObservedStack | "absent";
  /** The cluster's own stack. */
  readonly cluster: StackDescription | "absent";
  readonly keyPair: KeyPairDescription | "absent";
  readonly links: readonly DataLinkDescription[];
}

export async function observeDeployment(
  design: DeploymentDesign,
  gateways: Gateways,
  signal?: AbortSignal,
): Promise<ObservedDeployment> {
  const stackOf = (name: string | undefined) => observeStack(gateways, name, signal);
  const prerequisites = stackOf(design.prerequisites?.request.stackName);
  const [caller, dataBucket, network, engineProvider, clusterHolder, cluster, keyPair, links] =
    await Promise.all([
      gateways.account.caller(signal),
      stackOf(design.dataBucket?.stackName),
      prerequisites,
      stackOf(design.engineProvider.stackName),
      stackOf(design.clusterStackName),
      gateways.stacks.describe(design.clusterName, signal),
      design.keyPairName === undefined
        ? ("absent" as const)
        : gateways.keyPairs.find(design.keyPairName, signal),
      prerequisites.then((observed) => observeLinks(gateways, lustreIdOf(design, observed), signal)),
    ]);
  return {
    caller,
    dataBucket,
    prerequisites: network,
    engineProvider,
    clusterHolder,
    cluster,
    keyPair,
    links,
  };
}

/** Id of the Lustre file system in the outputs of the prerequisites; the name is the guide's. */
export const LUSTRE_ID_OUTPUT = "FSxLustreFilesystemId";

/** The Lustre file system of a design, when it exists: one of the project's own, or the prerequisites'. */
export function lustreIdOf(
  { existingLustreId }: Pick<DeploymentDesign, "existingLustreId">,
  prerequisites: ObservedStack | "absent",
): string | undefined {
  return (
    existingLustreId ??
    (prerequisites === "absent" ? undefined : prerequisites.stack.outputs[LUSTRE_ID_OUTPUT])
  );
}

async function observeStack(
  gateways: Gateways,
  stackName: string | undefined,
  signal: AbortSignal | undefined,
): Promise<ObservedStack | "absent"> {
  if (stackName === undefined) return "absent";
  const stack = await gateways.stacks.describe(stackName, signal);
  if (stack === "absent") return "absent";
  if (standingOf(stack.status) === "deleting") return { stack, template: "" };
  try {
    return { stack, template: await gateways.stacks.template(stackName, signal) };
  } catch (error) {
    // A stack that goes away between the two calls has no template any more.
    if (error instanceof TrainyardError && error.details["awsCode"] === "ValidationError") return "absent";
    throw error;
  }
}

async function observeLinks(
  gateways: Gateways,
  fileSystemId: string | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly DataLinkDescription[]> {
  return fileSystemId === undefined ? [] : gateways.data.links(fileSystemId, signal);
}
