import {
  observeDeployment,
  planDeployment,
  pricesOf,
  type ObservedDeployment,
  type Plan,
  type StackRequest,
  type StepId,
} from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { openDesign, type OpenDesign } from "./openDesign.ts";

export interface OpenPlan extends OpenDesign {
  readonly observed: ObservedDeployment;
  readonly plan: Plan;
}

/** Designs, observes and compares. Changes nothing but change sets, which are removed again. */
export async function openPlan(file: string | undefined, context: CommandContext): Promise<OpenPlan> {
  const opened = await openDesign(file, context);
  const { design, gateways, keyFiles } = opened;
  const keyPairName = design.keyPairName ?? "";
  const [observed, prices, hasPrivateKey] = await Promise.all([
    observeDeployment(design, gateways, context.signal),
    pricesOf(design.billed, gateways.account, context.signal),
    keyFiles.exists(keyPairName),
  ]);
  const plan = planDeployment(design, observed, {
    hasPrivateKey,
    privateKeyPath: keyFiles.pathOf(keyPairName),
    prices,
  });
  return { ...opened, observed, plan: await withChanges(plan, { ...opened, observed }, context.signal) };
}

/** Asks CloudFormation what each update would do, in parallel. */
async function withChanges(
  plan: Plan,
  { design, gateways, observed }: OpenDesign & { readonly observed: ObservedDeployment },
  signal: AbortSignal,
): Promise<Plan> {
  const requests: Readonly<Partial<Record<StepId, StackRequest | undefined>>> = {
    "data-bucket": design.dataBucket,
    prerequisites: design.prerequisites?.request,
    cluster: clusterRequest(design, observed),
  };
  const items = await Promise.all(
    plan.items.map(async (item) => {
      const request = requests[item.step];
      if (item.action !== "update" || request === undefined) return item;
      return { ...item, changes: await gateways.stacks.preview(request, signal) };
    }),
  );
  return { ...plan, items };
}

function clusterRequest(design: OpenDesign["design"], { prerequisites, engineProvider }: ObservedDeployment) {
  const serviceToken = engineProvider === "absent" ? undefined : engineProvider.stack.outputs["ServiceToken"];
  if (serviceToken === undefined) return undefined;
  if (prerequisites === "absent" && design.prerequisites !== undefined) return undefined;
  const outputs = prerequisites === "absent" ? {} : prerequisites.stack.outputs;
  return design.cluster({ prerequisites: outputs, serviceToken });
}
