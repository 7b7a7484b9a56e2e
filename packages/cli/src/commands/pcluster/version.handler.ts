import { DEFAULT_PARALLELCLUSTER_VERSION } from "@trainyard/core/cluster-config";
import type { CommandContext } from "../../command/CommandContext.ts";
import { printAnswer } from "./answer.ts";

export async function handleVersion(_invocation: unknown, context: CommandContext): Promise<void> {
  printAnswer({ version: DEFAULT_PARALLELCLUSTER_VERSION }, context);
}
