import { validateClusterConfig, type CheckedParallelClusterVersion } from "@trainyard/core";
import { z } from "zod";
import { compared, type CaseResult } from "../CaseResult.ts";
import type { CorpusContext } from "../CorpusContext.ts";

/** Configurations that the official command made templates from; it accepts each of them. */
export const templateFileSchema = z.object({
  meta: z.unknown().optional(),
  variants: z.record(z.string(), z.object({ config: z.json() })),
});

/** Only the schema is compared: the account that they were made for is not recorded. */
export async function runTemplateCase(
  name: string,
  config: unknown,
  version: CheckedParallelClusterVersion,
  { instanceTypes }: CorpusContext,
): Promise<CaseResult> {
  const report = await validateClusterConfig(JSON.stringify(config), {
    parallelClusterVersion: version,
    instanceTypes,
  });
  const problems = report.problems.map(({ path, message }) => `${path}: ${message}`);
  return compared(name, "accepted", problems.length === 0 ? "accepted" : problems.join("; "));
}
