import type { StackRequest } from "../ports/StackGateway.ts";
import type { DeploymentDesign, StackOutputs, StepId } from "./DeploymentDesign.ts";
import type { Plan, PlanItem } from "./Plan.ts";
import type { Step } from "./Step.ts";
import { lustreIdOf, type ObservedDeployment } from "./observeDeployment.ts";
import { dataLinkStep } from "./steps/dataLinkStep.ts";
import { keyPairStep } from "./steps/keyPairStep.ts";
import { scratchFileSystemStep } from "./steps/scratchFileSystemStep.ts";
import { stackStep } from "./steps/stackStep.ts";

/** The steps that carry a plan out. Those with nothing to do are in it too: others need what they know. */
export function deploymentSteps(plan: Plan, design: DeploymentDesign, observed: ObservedDeployment): Step[] {
  return plan.items.map((item) => stepOf(item, design, observed));
}

function stepOf(item: PlanItem, design: DeploymentDesign, observed: ObservedDeployment): Step {
  switch (item.step) {
    case "data-bucket":
      return plainStack(item, design.dataBucket, "S3BucketName");
    case "prerequisites":
      return plainStack(item, design.prerequisites?.request, "VPC");
    case "engine-provider":
      return plainStack(item, design.engineProvider, "ServiceToken");
    case "key-pair":
      return keyPairStep(item.name, item.action, design.tags);
    case "scratch-file-system":
      return scratchFileSystemStep(item.name);
    case "data-link":
      return linkStep(item, design, observed);
    case "cluster":
      return stackStep({
        id: "cluster",
        action: item.action,
        followedStackName: design.clusterName,
        request: (outputsOf) => clusterRequest(design, outputsOf),
        detailOf: (outputs) => outputs["HeadNodeIp"] ?? outputs["HeadNodePrivateIp"] ?? design.clusterName,
      });
  }
}

function plainStack(item: PlanItem, request: StackRequest | undefined, shownOutput: string): Step {
  if (request === undefined) throw new Error(`${item.step} was planned, but the design has no such stack`);
  return stackStep({
    id: item.step,
    action: item.action,
    request: () => request,
    detailOf: (outputs) => outputs[shownOutput] ?? request.stackName,
  });
}

function linkStep(item: PlanItem, design: DeploymentDesign, observed: ObservedDeployment): Step {
  if (design.dataLink === undefined) throw new Error("a data link was planned that the design has not");
  const known = lustreIdOf(design, observed.prerequisites);
  return dataLinkStep({ link: design.dataLink, action: item.action, tags: design.tags, fileSystemId: known });
}

function clusterRequest(design: DeploymentDesign, outputsOf: (step: StepId) => StackOutputs): StackRequest {
  const serviceToken = outputsOf("engine-provider")["ServiceToken"] ?? "";
  return design.cluster({ prerequisites: outputsOf("prerequisites"), serviceToken });
}
