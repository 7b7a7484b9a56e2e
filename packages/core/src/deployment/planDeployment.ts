import { TrainyardError } from "../errors/TrainyardError.ts";
import type { StackRequest } from "../ports/StackGateway.ts";
import type { DeploymentDesign, PrerequisitesDesign, StackOutputs, StepId } from "./DeploymentDesign.ts";
import { shortages } from "./capacityNeeds.ts";
import type { Plan, PlanAction, PlanItem, PricedItem } from "./Plan.ts";
import { PROJECT_TAG } from "./names.ts";
import type { ObservedDeployment, ObservedStack } from "./observeDeployment.ts";
import { criticalPathMinutes, STEP_TABLE } from "./stepTable.ts";
import { standingOf } from "./stackStatus.ts";

/** What the plan needs beside the design and what is observed. */
export interface PlanFacts {
  /** True when the private key of the project's key pair lies on this machine. */
  readonly hasPrivateKey: boolean;
  /** Where that key lies or would be written. */
  readonly privateKeyPath: string;
  readonly prices: readonly PricedItem[];
}

/**
 * Compares a design with what is observed. Pure: the same inputs give the same plan.
 * @throws {TrainyardError} `STACK_CONFLICT` for a stack that can neither be used nor replaced,
 *   `KEY_PAIR_CONFLICT` when a key pair would overwrite a private key file.
 */
export function planDeployment(
  design: DeploymentDesign,
  observed: ObservedDeployment,
  facts: PlanFacts,
): Plan {
  const prerequisites =
    design.prerequisites === undefined ? undefined : planPrerequisites(design.prerequisites, observed);
  const provider = planStack("engine-provider", design.engineProvider, observed.engineProvider);
  const cluster = planCluster(
    design,
    observed,
    prerequisites === undefined ? [provider] : [prerequisites, provider],
  );
  const items = [
    ...(design.dataBucket === undefined
      ? []
      : [planStack("data-bucket", design.dataBucket, observed.dataBucket)]),
    ...(design.keyPairName === undefined ? [] : [planKeyPair(design.keyPairName, observed, facts)]),
    ...(prerequisites === undefined ? [] : [prerequisites]),
    provider,
    ...planDataLink(design, observed, prerequisites),
    cluster,
  ];
  const minutesOf = (step: StepId) => items.find((item) => item.step === step)?.minutes ?? 0;
  const steps = items.map((item) => item.step);
  return {
    clusterName: design.clusterName,
    region: design.region,
    accountId: observed.caller.accountId,
    items,
    prices: facts.prices,
    warnings: cluster.action === "create" ? shortages(design.capacityNeeds) : [],
    criticalPathMinutes: criticalPathMinutes(steps, minutesOf),
  };
}

function planStack(step: StepId, request: StackRequest, observed: ObservedStack | "absent"): PlanItem {
  const decided = decideStack(request, observed);
  const resourceCount = resourceCountOf(request);
  return planned({
    step,
    action: decided.action,
    name: request.stackName,
    reason: decided.reason,
    resourceCount,
  });
}

function decideStack(
  request: StackRequest | undefined,
  observed: ObservedStack | "absent",
): { action: PlanAction; reason: string } {
  if (observed === "absent") return { action: "create", reason: "does not exist" };
  const { status } = observed.stack;
  switch (standingOf(status)) {
    case "creating":
    case "updating":
      return { action: "wait", reason: status };
    case "deleting":
      return { action: "replace", reason: "is being deleted" };
    case "failed-creation":
      return { action: "replace", reason: `is ${status}` };
    case "stuck":
      throw new TrainyardError("STACK_CONFLICT", `the stack ${observed.stack.name} is ${status}`, {
        hint: "Mend it in CloudFormation (continue the rollback, or delete it with `trainyard down`), then run again.",
        details: { stackName: observed.stack.name, status },
      });
    case "ready":
      return request === undefined || isUpToDate(request, observed)
        ? { action: "keep", reason: status }
        : { action: "update", reason: "differs from the project" };
  }
}

function isUpToDate(request: StackRequest, { stack, template }: ObservedStack): boolean {
  const sameTemplate = "url" in request.template || request.template.body.trim() === template.trim();
  return (
    sameTemplate &&
    Object.entries(request.parameters).every(([key, value]) => stack.parameters[key] === value)
  );
}

function planPrerequisites(prerequisites: PrerequisitesDesign, observed: ObservedDeployment): PlanItem {
  const { request, requiredOutputs } = prerequisites;
  const found = observed.prerequisites;
  if (found === "absent" || found.stack.tags[PROJECT_TAG] !== undefined)
    return planStack("prerequisites", request, found);
  const missing = requiredOutputs.filter((output) => found.stack.outputs[output] === undefined);
  if (missing.length > 0 && standingOf(found.stack.status) === "ready")
    throw new TrainyardError(
      "STACK_CONFLICT",
      `the stack ${request.stackName} was not made by trainyard and lacks the outputs ${missing.join(", ")}`,
      {
        hint: "Name the stack that was made by the guide's prerequisites template, or let trainyard make one under another name.",
        details: { stackName: request.stackName, missing },
      },
    );
  const decided = decideStack(undefined, found);
  const action = decided.action === "keep" ? "adopt" : decided.action;
  const reason = "made outside of trainyard, used as it is";
  return planned({ step: "prerequisites", action, name: request.stackName, reason });
}

function planKeyPair(name: string, observed: ObservedDeployment, facts: PlanFacts): PlanItem {
  if (observed.keyPair !== "absent") {
    const reason = facts.hasPrivateKey
      ? `private key in ${facts.privateKeyPath}`
      : "its private key is not on this machine";
    return planned({ step: "key-pair", action: "keep", name, reason });
  }
  if (facts.hasPrivateKey)
    throw new TrainyardError(
      "KEY_PAIR_CONFLICT",
      `the key pair ${name} does not exist in ${observed.caller.accountId}, but ${facts.privateKeyPath} does`,
      {
        hint: `Import its public key as ${name}, move the file away, or set access.keyPair to another name.`,
        details: { keyPairName: name, path: facts.privateKeyPath },
      },
    );
  const reason = `private key to ${facts.privateKeyPath}`;
  return planned({ step: "key-pair", action: "create", name, reason });
}

function planDataLink(
  design: DeploymentDesign,
  observed: ObservedDeployment,
  prerequisites: PlanItem | undefined,
): PlanItem[] {
  if (design.dataLink === undefined) return [];
  const { path, repository } = design.dataLink;
  const name = `${repository} on /fsx${path}`;
  const linked = observed.links.find((link) => link.path === path && link.lifecycle !== "DELETING");
  if (linked === undefined)
    return [
      ...planScratchFileSystem(prerequisites),
      planned({ step: "data-link", action: "create", name, reason: "does not exist" }),
    ];
  if (linked.repository.replace(/\/$/, "") !== repository.replace(/\/$/, ""))
    throw new TrainyardError(
      "STACK_CONFLICT",
      `/fsx${path} is linked to ${linked.repository}, not to ${repository}`,
      {
        hint: "Give data.path another directory, or remove the link.",
        details: { associationId: linked.id, repository: linked.repository },
      },
    );
  const reason = `is ${linked.lifecycle}`;
  if (linked.lifecycle === "AVAILABLE") return [planned({ step: "data-link", action: "keep", name, reason })];
  const action = linked.lifecycle === "CREATING" || linked.lifecycle === "UPDATING" ? "wait" : "replace";
  return [planned({ step: "data-link", action, name, reason })];
}

/** The data link needs Lustre alone, not the rest of the stack that makes it. */
function planScratchFileSystem(prerequisites: PlanItem | undefined): PlanItem[] {
  if (prerequisites === undefined || prerequisites.action === "keep" || prerequisites.action === "adopt")
    return [];
  const reason = "made with the network";
  return [planned({ step: "scratch-file-system", action: "wait", name: prerequisites.name, reason })];
}

function planCluster(
  design: DeploymentDesign,
  observed: ObservedDeployment,
  needed: readonly PlanItem[],
): PlanItem {
  const holder = observed.clusterHolder;
  if (holder === "absent" && observed.cluster !== "absent")
    throw new TrainyardError(
      "STACK_CONFLICT",
      `a stack ${design.clusterName} exists already and was not made by this project`,
      {
        hint: "Choose another name in the project file, or delete that stack first.",
        details: { stackName: design.clusterName, status: observed.cluster.status },
      },
    );
  const settled = needed.every(({ action }) => action === "keep" || action === "adopt");
  const request = settled && holder !== "absent" ? clusterRequest(design, observed) : undefined;
  const decided = decideStack(request, holder);
  return planned({
    step: "cluster",
    action: decided.action,
    name: design.clusterName,
    reason: decided.reason,
  });
}

/** What the cluster's stack should be, when everything that it needs exists. */
function clusterRequest(design: DeploymentDesign, observed: ObservedDeployment): StackRequest | undefined {
  const prerequisites = outputsOf(observed.prerequisites);
  const serviceToken = outputsOf(observed.engineProvider)["ServiceToken"];
  return serviceToken === undefined ? undefined : design.cluster({ prerequisites, serviceToken });
}

function outputsOf(observed: ObservedStack | "absent"): StackOutputs {
  return observed === "absent" ? {} : observed.stack.outputs;
}

function planned(
  parts: Pick<PlanItem, "step" | "action" | "name" | "reason"> & { resourceCount?: number },
): PlanItem {
  const idle = parts.action === "keep" || parts.action === "adopt";
  return { resourceCount: 0, changes: [], minutes: idle ? 0 : STEP_TABLE[parts.step].minutes, ...parts };
}

/** Resources in a template that is sent as JSON; 0 for one at an address. */
export function resourceCountOf({ template }: Pick<StackRequest, "template">): number {
  if ("url" in template) return 0;
  return /^\s*\{/.test(template.body) ? Object.keys(resourcesOf(JSON.parse(template.body))).length : 0;
}

function resourcesOf(template: unknown): object {
  if (typeof template !== "object" || template === null || !("Resources" in template)) return {};
  return typeof template.Resources === "object" && template.Resources !== null ? template.Resources : {};
}
