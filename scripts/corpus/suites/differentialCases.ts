import { validateClusterConfig, type ClusterConfigReport } from "@trainyard/core";
import { z } from "zod";
import { compared, verdictText, type CaseResult } from "../CaseResult.ts";
import type { CorpusContext } from "../CorpusContext.ts";

/** Whole configurations with all that the official library says to them. */
export const differentialFileSchema = z.object({
  about: z.unknown().optional(),
  cases: z.array(
    z.object({
      id: z.string(),
      version: z.enum(["3.13.1", "3.16.1"]),
      cluster_name: z.string(),
      config: z.string(),
      verdict: z.discriminatedUnion("phase", [
        z.object({ phase: z.literal("parse"), accepted: z.literal(false) }),
        z.object({
          phase: z.literal("schema"),
          accepted: z.literal(false),
          errors: z.array(z.object({ path: z.string() })),
        }),
        z.object({ phase: z.literal("failure"), accepted: z.literal(false) }),
        z.object({
          phase: z.literal("validators"),
          accepted: z.boolean(),
          results: z.array(z.object({ level: z.string(), type: z.string() })),
        }),
      ]),
    }),
  ),
});

type DifferentialCase = z.infer<typeof differentialFileSchema>["cases"][number];

export async function runDifferentialCase(
  one: DifferentialCase,
  { aws, instanceTypes }: CorpusContext,
): Promise<CaseResult> {
  if (aws === undefined) throw new Error("these cases need the account of fake-aws.json beside them");
  const report = await validateClusterConfig(one.config, {
    parallelClusterVersion: one.version,
    clusterName: one.cluster_name,
    region: "us-west-2",
    aws,
    instanceTypes,
  });
  return compared(one.id, officialVerdict(one.verdict), reportVerdict(report));
}

function officialVerdict(verdict: DifferentialCase["verdict"]): string {
  const accepted = verdict.accepted ? "accepted" : "refused";
  if (verdict.phase === "schema")
    return verdictText(
      `${accepted} schema`,
      verdict.errors.map(({ path }) => path),
    );
  if (verdict.phase !== "validators") return `${accepted} ${verdict.phase}`;
  return verdictText(
    `${accepted} validators`,
    verdict.results.map(({ level, type }) => `${level} ${type}`),
  );
}

function reportVerdict(report: ClusterConfigReport): string {
  const accepted = report.valid ? "accepted" : "refused";
  if (report.phase === "schema") return verdictText(`${accepted} schema`, schemaPaths(report));
  if (report.phase !== "validators") return `${accepted} ${report.phase}`;
  return verdictText(
    `${accepted} validators`,
    report.results.map(({ level, validator }) => `${level} ${validator}`),
  );
}

/** The paths of the schema's messages as the official library writes them: `Scheduling.SlurmQueues.0.Name`. */
export function schemaPaths({ problems }: ClusterConfigReport): readonly string[] {
  return problems.map(({ path }) => path.replaceAll("[", "/").replaceAll("]", "").replaceAll("/", "."));
}
