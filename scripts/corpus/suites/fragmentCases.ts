import { loadFragment, type CheckedParallelClusterVersion, type FragmentVerdict } from "@trainyard/core";
import { z } from "zod";
import { compared, noVerdict, verdictText, type CaseResult } from "../CaseResult.ts";

/** A part of a configuration and what the schema says to it. */
export const fragmentCaseSchema = z.object({
  kind: z.enum(["schema", "schema-boundary"]),
  section: z.string(),
  property: z.string().nullish(),
  case: z.string().optional(),
  source: z.string(),
  partial: z.boolean().optional(),
  many: z.boolean().optional(),
  fragment: z.json(),
  valid: z.boolean().nullable(),
  results: z.array(z.object({ path: z.string() })).optional(),
  /** The official library fails, so that it says no paths. */
  crash: z.string().optional(),
});

export type FragmentCase = z.infer<typeof fragmentCaseSchema>;

export function runFragmentCase(one: FragmentCase, version: CheckedParallelClusterVersion): CaseResult {
  const name = [one.section, one.property, one.case ?? one.source].filter(Boolean).join(" / ");
  if (one.valid === null) return noVerdict(name, "no verdict recorded");
  const verdict = loadFragment(one.section, one.fragment, {
    version,
    partial: one.partial === true,
    many: one.many === true,
  });
  if (verdict === undefined) return compared(name, "", `no such section in ${version}`);
  return compared(name, officialVerdict(one), ourVerdict(verdict, one.crash !== undefined));
}

function officialVerdict({ valid, crash, results }: FragmentCase): string {
  if (crash !== undefined) return "refused";
  const paths = (results ?? []).map(({ path }) => path);
  return valid === true ? "accepted" : verdictText("refused", paths);
}

function ourVerdict({ refused, failed }: FragmentVerdict, officialFails: boolean): string {
  if (refused.length === 0 && !failed) return "accepted";
  const paths = refused.map((path) => path.join("."));
  return officialFails || failed ? "refused" : verdictText("refused", paths);
}
