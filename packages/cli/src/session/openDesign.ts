import {
  designDeployment,
  loadInstanceTypes,
  observeAccount,
  resolveProject,
  TrainyardError,
  type DeploymentDesign,
  type ResolvedProject,
} from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { openProject, type OpenProject } from "./openProject.ts";
import { isLocal } from "./openSession.ts";

/** A project with nothing left to decide, and what should exist for it. */
export interface OpenDesign extends OpenProject {
  readonly resolved: ResolvedProject;
  readonly design: DeploymentDesign;
}

/** Reads the project, looks up in AWS what it leaves open, and designs the deployment. Changes nothing. */
export async function openDesign(file: string | undefined, context: CommandContext): Promise<OpenDesign> {
  const [opened, instanceTypes] = await Promise.all([openProject(file, context), loadInstanceTypes()]);
  refuseLocalAccounting(opened, context);
  const observed = await observeAccount(opened.project, opened.gateways, instanceTypes, context.signal);
  const resolved = resolveProject(opened.project, observed, opened.clusterComments);
  const usesExistingBucket = await isForeignBucket(opened, resolved, context.signal);
  return { ...opened, resolved, design: designDeployment(resolved, { usesExistingBucket }) };
}

/** @throws {TrainyardError} `ACCOUNTING_ON_SANDBOX_ONLY` */
function refuseLocalAccounting({ project, onSandbox }: OpenProject, context: CommandContext): void {
  const endpoint = context.globals.endpointUrl ?? context.environment["AWS_ENDPOINT_URL"];
  if (!project.accounting.headNode || onSandbox || isLocal(endpoint)) return;
  throw new TrainyardError(
    "ACCOUNTING_ON_SANDBOX_ONLY",
    "the project keeps its accounting on the head node, and ParallelCluster on AWS needs a MySQL database for it",
    {
      hint: "Name one in `accounting.database`, or a daemon in `accounting.slurmdbd`; the sandbox takes all three.",
    },
  );
}

/** @throws {TrainyardError} `BUCKET_TAKEN` */
async function isForeignBucket(
  { gateways, names }: OpenProject,
  { bucketName }: ResolvedProject,
  signal: AbortSignal,
): Promise<boolean> {
  if (bucketName === undefined) return false;
  const [state, stack] = await Promise.all([
    gateways.data.bucket(bucketName, signal),
    gateways.stacks.describe(names.dataBucketStack, signal),
  ]);
  if (state === "foreign")
    throw new TrainyardError(
      "BUCKET_TAKEN",
      `the bucket ${bucketName} belongs to another account or may not be read`,
      {
        hint: "Choose another name in data.bucket, or ask its owner for access.",
        details: { bucketName },
      },
    );
  return state === "own" && stack === "absent";
}
