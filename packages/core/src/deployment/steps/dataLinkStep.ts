import { TrainyardError } from "../../errors/TrainyardError.ts";
import type { DataLinkDescription } from "../../ports/DataGateway.ts";
import type { DataLinkDesign } from "../DeploymentDesign.ts";
import type { PlanAction } from "../Plan.ts";
import type { Step, StepContext } from "../Step.ts";
import { LUSTRE_ID_OUTPUT } from "../observeDeployment.ts";
import { STEP_TABLE } from "../stepTable.ts";

export interface DataLinkStepParts {
  readonly link: DataLinkDesign;
  readonly action: PlanAction;
  readonly tags: Readonly<Record<string, string>>;
  /** Id of Lustre when it exists already. */
  readonly fileSystemId: string | undefined;
}

/** Ties a directory of Lustre to the bucket and waits until the association is AVAILABLE. */
export function dataLinkStep(parts: DataLinkStepParts): Step {
  const { title, needs } = STEP_TABLE["data-link"];
  return { id: "data-link", title, needs, run: (context) => runDataLink(parts, context) };
}

async function runDataLink({ link, action, tags, fileSystemId }: DataLinkStepParts, context: StepContext) {
  const id = fileSystemId ?? context.outputsOf("scratch-file-system")["fileSystemId"] ?? "";
  if (action === "replace") await removeBroken(id, link.path, context);
  if (action === "create" || action === "replace")
    await context.gateways.data.createLink({ fileSystemId: id, ...link, tags }, context.signal);
  const ready = action === "keep" ? undefined : await waitForLink(id, link.path, context);
  const detail = `${link.repository} on /fsx${link.path}`;
  const outcome = action === "keep" ? ("unchanged" as const) : ("created" as const);
  return { outcome, detail, outputs: { [LUSTRE_ID_OUTPUT]: id, associationId: ready?.id ?? "" } };
}

async function removeBroken(fileSystemId: string, path: string, context: StepContext): Promise<void> {
  const links = await context.gateways.data.links(fileSystemId, context.signal);
  const broken = links.find((link) => link.path === path);
  if (broken === undefined) return;
  await context.gateways.data.removeLink(broken.id, { deleteFiles: false }, context.signal);
  await poll(context, async () => {
    const left = await context.gateways.data.links(fileSystemId, context.signal);
    return left.some((link) => link.id === broken.id) ? undefined : broken;
  });
}

function waitForLink(fileSystemId: string, path: string, context: StepContext): Promise<DataLinkDescription> {
  return poll(context, async () => {
    const links = await context.gateways.data.links(fileSystemId, context.signal);
    const link = links.find((candidate) => candidate.path === path);
    if (link?.lifecycle === "FAILED" || link?.lifecycle === "MISCONFIGURED")
      throw new TrainyardError(
        "AWS_FAILED",
        `the data link of /fsx${path} is ${link.lifecycle}: ${link.failure || "FSx gives no reason"}`,
        {
          hint: "Check that the bucket exists in the same region and lets FSx read and write, then run `trainyard up` again.",
          details: { associationId: link.id, lifecycle: link.lifecycle },
        },
      );
    context.report({
      type: "step-progress",
      step: "data-link",
      done: 0,
      total: 1,
      detail: link?.lifecycle ?? "",
    });
    return link?.lifecycle === "AVAILABLE" ? link : undefined;
  });
}

async function poll<Found>(context: StepContext, look: () => Promise<Found | undefined>): Promise<Found> {
  const { deadlineMinutes } = STEP_TABLE["data-link"];
  const deadlineMs = context.clock.nowMs() + deadlineMinutes * 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (context.clock.nowMs() >= deadlineMs)
      throw new TrainyardError(
        "STEP_TIMED_OUT",
        `the data link is not ready after ${deadlineMinutes} minutes`,
        {
          hint: "Run the command again; it goes on from there.",
        },
      );
    await context.clock.sleep(context.pollIntervalMs, context.signal);
  }
}
