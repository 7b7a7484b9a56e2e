import { AwsLookupError } from "../pcluster/aws/AwsAnswer.ts";
import type { InstanceTypeTable } from "../pcluster/aws/InstanceFacts.ts";
import type { ClusterConfigAws } from "../pcluster/aws/ClusterConfigAws.ts";
import { buildModel, type ModelRequest } from "../pcluster/plan/buildModel.ts";
import type { ClusterModel } from "../pcluster/plan/ClusterModel.ts";
import { ModelFailure } from "../pcluster/plan/ModelFailure.ts";
import { planCluster } from "../pcluster/plan/planCluster.ts";
import type { PlannedRule } from "../pcluster/plan/RulePlan.ts";
import { loadClusterConfig } from "../pcluster/schema/loadClusterConfig.ts";
import { suppressionOf } from "../pcluster/suppression.ts";
import type { ParallelClusterVersion } from "../pcluster/versions.ts";
import { listeningAccount } from "./listeningAccount.ts";

export interface WaitingRequest {
  readonly version: ParallelClusterVersion;
  readonly clusterName: string;
  readonly region: string;
  readonly instanceTypes: InstanceTypeTable;
  readonly suppress: readonly string[];
}

/**
 * Names of the validators that ask the account about a configuration, each once, in the order of the rules;
 * `[]` for one whose sections are not accepted or that names an unknown instance type.
 */
export async function validatorsThatAsk(text: string, request: WaitingRequest): Promise<readonly string[]> {
  const loaded = loadClusterConfig(text, request.version);
  if (loaded.kind === "refused") return [];
  let questions = 0;
  const aws = listeningAccount(request.instanceTypes, () => void (questions += 1));
  const suppressed = suppressionOf(request.suppress);
  const names = new Set<string>();
  const model = await modelOf({ ...request, config: loaded.config }, aws);
  if (model === undefined) return [];
  // The model's own account remembers answers: each rule would tell only what no other asked before.
  for (const rule of planCluster({ ...model, aws })) {
    if (suppressed(rule.validator)) continue;
    const before = questions;
    await runForItsQuestions(rule);
    if (questions > before) names.add(rule.validator);
  }
  return [...names];
}

async function modelOf(request: ModelRequest, aws: ClusterConfigAws): Promise<ClusterModel | undefined> {
  try {
    return await buildModel(request, aws);
  } catch (error) {
    if (error instanceof ModelFailure) return undefined;
    throw error;
  }
}

/** What a rule says without an account that answers means nothing. */
async function runForItsQuestions(rule: PlannedRule): Promise<void> {
  try {
    await rule.run();
  } catch (error) {
    if (!(error instanceof AwsLookupError)) throw error;
  }
}
