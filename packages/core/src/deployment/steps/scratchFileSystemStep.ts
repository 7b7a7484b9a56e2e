import { TrainyardError } from "../../errors/TrainyardError.ts";
import type { StackResource } from "../../ports/StackGateway.ts";
import type { Step, StepContext } from "../Step.ts";
import { STEP_TABLE } from "../stepTable.ts";

/** Waits for the Lustre file system alone, so that the data link need not wait for the rest of its stack. */
export function scratchFileSystemStep(prerequisitesStackName: string): Step {
  const { title, needs, deadlineMinutes } = STEP_TABLE["scratch-file-system"];
  return {
    id: "scratch-file-system",
    title,
    needs,
    async run(context) {
      const { clock, signal, pollIntervalMs } = context;
      const deadlineMs = clock.nowMs() + deadlineMinutes * 60_000;
      for (;;) {
        const fileSystemId = await findLustre(context, prerequisitesStackName);
        if (fileSystemId !== undefined)
          return { outcome: "created", detail: fileSystemId, outputs: { fileSystemId } };
        if (clock.nowMs() >= deadlineMs)
          throw new TrainyardError("STEP_TIMED_OUT", `Lustre is not there after ${deadlineMinutes} minutes`, {
            hint: "See `trainyard events`, then run the command again.",
            details: { stackName: prerequisitesStackName },
          });
        await clock.sleep(pollIntervalMs, signal);
      }
    },
  };
}

async function findLustre({ gateways, signal }: StepContext, stackName: string): Promise<string | undefined> {
  const resources = await gateways.stacks.resources(stackName, signal);
  const ready = resources.filter(isReadyFileSystem).map(({ physicalId }) => physicalId);
  if (ready.length === 0) return undefined;
  const systems = await gateways.data.fileSystems(ready, signal);
  return systems.find(({ kind, lifecycle }) => kind === "lustre" && lifecycle === "AVAILABLE")?.id;
}

function isReadyFileSystem({ resourceType, status }: StackResource): boolean {
  return (
    resourceType === "AWS::FSx::FileSystem" && (status === "CREATE_COMPLETE" || status.startsWith("UPDATE_"))
  );
}
