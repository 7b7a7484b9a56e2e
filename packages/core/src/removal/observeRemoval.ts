import type { DeploymentDesign } from "../deployment/DeploymentDesign.ts";
import { PROVIDER_TAG } from "../deployment/names.ts";
import { LUSTRE_ID_OUTPUT } from "../deployment/observeDeployment.ts";
import type { Gateways } from "../ports/Gateways.ts";
import type { StackDescription } from "../ports/StackGateway.ts";
import type { ObservedRemoval } from "./Removal.ts";

const FILE_SYSTEM_TYPE = "AWS::FSx::FileSystem";

export async function observeRemoval(
  design: DeploymentDesign,
  gateways: Gateways,
  signal?: AbortSignal,
): Promise<ObservedRemoval> {
  const { stacks, account } = gateways;
  const prerequisitesName = design.prerequisites?.request.stackName;
  const [caller, all, resources] = await Promise.all([
    account.caller(signal),
    stacks.list(signal),
    prerequisitesName === undefined ? [] : stacks.resources(prerequisitesName, signal),
  ]);
  const named = (name: string | undefined): StackDescription | "absent" =>
    all.find((stack) => stack.name === name) ?? "absent";
  const prerequisites = named(prerequisitesName);
  const ids = resources
    .filter(({ resourceType }) => resourceType === FILE_SYSTEM_TYPE)
    .map(({ physicalId }) => physicalId);
  const lustreId =
    design.existingLustreId ??
    (prerequisites === "absent" ? undefined : prerequisites.outputs[LUSTRE_ID_OUTPUT]);
  const fileSystems = await gateways.data.fileSystems(
    ids.filter((id) => id !== ""),
    signal,
  );
  const lustre = fileSystems.find(
    ({ kind, id }) => kind === "lustre" && (lustreId === undefined || id === lustreId),
  );
  const linkedId = design.existingLustreId ?? lustre?.id;
  return {
    accountId: caller.accountId,
    clusterHolder: named(design.clusterStackName),
    cluster: named(design.clusterName),
    prerequisites,
    dataBucket: named(design.dataBucket?.stackName),
    engineProvider: named(design.engineProvider.stackName),
    otherClusterHolders: otherHolders(all, design),
    fileSystems,
    links: linkedId === undefined ? [] : await gateways.data.links(linkedId, signal),
  };
}

function otherHolders(all: readonly StackDescription[], design: DeploymentDesign): readonly string[] {
  const own = new Set([design.engineProvider.stackName, design.clusterStackName, design.clusterName]);
  return all
    .filter((stack) => stack.tags[PROVIDER_TAG] === design.engineProvider.stackName)
    .filter((stack) => stack.parentId === undefined && !own.has(stack.name))
    .map((stack) => stack.name);
}
