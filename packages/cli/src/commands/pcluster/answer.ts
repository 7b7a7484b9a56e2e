import type { CommandContext } from "../../command/CommandContext.ts";

/** The official command ends with 1 whenever its answer is an error, and a dry run is one. */
export const OFFICIAL_ERROR = 1;

/** Prints an answer as the official command does. */
export function printAnswer(body: object, { output }: CommandContext): void {
  output.raw(`${JSON.stringify(body, undefined, 2)}\n`);
}

/** Prints a refusal in the official words, and answers the exit code. */
export function refuse(message: string, context: CommandContext): number {
  printAnswer({ message }, context);
  return OFFICIAL_ERROR;
}

export function unknownCluster(clusterName: string): string {
  return `Cluster '${clusterName}' does not exist or belongs to an incompatible ParallelCluster major version.`;
}
