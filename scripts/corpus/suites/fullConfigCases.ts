import { validateClusterConfig, type CheckedParallelClusterVersion } from "@trainyard/core";
import { z } from "zod";
import { compared, noVerdict, verdictText, type CaseResult } from "../CaseResult.ts";
import type { CorpusContext } from "../CorpusContext.ts";
import { schemaPaths } from "./differentialCases.ts";

/** Whole configurations, checked without an account: only the rules that need none are compared. */
export const fullConfigCaseSchema = z.object({
  kind: z.literal("full-config"),
  case: z.string(),
  cluster_name: z.string(),
  fragment: z.json(),
  phase: z.enum(["schema", "constructor", "validators"]),
  valid: z.boolean().nullable(),
  results: z.array(z.object({ path: z.string() })).optional(),
  /** Each kind of result once, however often it was found. */
  pure_results: z.array(z.object({ validator: z.string(), level: z.string() })).optional(),
  /** Rules that asked the stand-in of an account. */
  aws_results_dropped: z.array(z.string()).optional(),
});

export type FullConfigCase = z.infer<typeof fullConfigCaseSchema>;

/** Rules on the facts of instance types and zones, which were stand-ins when the cases were recorded. */
const NEEDS_FACTS = new Set([
  "ArchitectureOsValidator",
  "CapacityTypeValidator",
  "DcvValidator",
  "DuplicateMountDirValidator",
  "EfaMultiAzValidator",
  "EfaPlacementGroupValidator",
  "EfaValidator",
  "FsxArchitectureOsValidator",
  "HeadNodeMemorySizeValidator",
  "InstanceArchitectureCompatibilityValidator",
  "InstanceTypeAcceleratorManufacturerValidator",
  "InstanceTypeMemoryInfoValidator",
  "InstanceTypePlacementGroupValidator",
  "InstanceTypeValidator",
  "InstancesAcceleratorsValidator",
  "InstancesCPUValidator",
  "InstancesEFAValidator",
  "InstancesMemorySchedulingWarningValidator",
  "InstancesNetworkingValidator",
  "IntelHpcArchitectureValidator",
  "MultiAzPlacementGroupValidator",
  "MultiAzRootVolumeValidator",
  "OverlappingMountDirValidator",
  "QueueSubnetsValidator",
  "RegionValidator",
  "RootVolumeSizeValidator",
  "SchedulableMemoryValidator",
]);

export async function runFullConfigCase(
  one: FullConfigCase,
  version: CheckedParallelClusterVersion,
  { instanceTypes }: CorpusContext,
): Promise<CaseResult> {
  if (one.valid === null) return noVerdict(one.case, "no verdict recorded");
  const report = await validateClusterConfig(JSON.stringify(one.fragment), {
    parallelClusterVersion: version,
    clusterName: one.cluster_name,
    region: "us-east-1",
    instanceTypes,
  });
  if (report.phase !== "validators") {
    const phase = report.phase === "failure" ? "constructor" : report.phase;
    return compared(one.case, officialVerdict(one), verdictText(`refused ${phase}`, pathsOf(one, report)));
  }
  const results = comparedResults(report.results, one);
  const accepted = results.every(({ level }) => level !== "ERROR") ? "accepted" : "refused";
  return compared(one.case, officialVerdict(one), verdictText(`${accepted} validators`, kindsOf(results)));
}

interface Result {
  readonly level: string;
  readonly validator: string;
}

function comparedResults<One extends Result>(results: readonly One[], one: FullConfigCase): readonly One[] {
  const pure = new Set((one.pure_results ?? []).map(({ validator }) => validator));
  const dropped = new Set((one.aws_results_dropped ?? []).filter((validator) => !pure.has(validator)));
  return results.filter(({ validator }) => !NEEDS_FACTS.has(validator) && !dropped.has(validator));
}

function kindsOf(results: readonly Result[]): readonly string[] {
  return [...new Set(results.map(({ level, validator }) => `${level} ${validator}`))];
}

function pathsOf({ phase }: FullConfigCase, report: Parameters<typeof schemaPaths>[0]): readonly string[] {
  return phase === "constructor" ? [] : schemaPaths(report);
}

function officialVerdict(one: FullConfigCase): string {
  const accepted = one.valid === true ? "accepted" : "refused";
  if (one.phase !== "validators")
    return verdictText(
      `${accepted} ${one.phase}`,
      (one.results ?? []).map(({ path }) => path),
    );
  const results = comparedResults(one.pure_results ?? [], one);
  return verdictText(`${accepted} validators`, kindsOf(results));
}
