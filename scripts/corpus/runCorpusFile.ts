import { z } from "zod";
import { compared, type CaseResult } from "./CaseResult.ts";
import type { CorpusContext, CorpusFile } from "./CorpusContext.ts";
import { differentialFileSchema, runDifferentialCase } from "./suites/differentialCases.ts";
import { fragmentCaseSchema, runFragmentCase } from "./suites/fragmentCases.ts";
import { fullConfigCaseSchema, runFullConfigCase } from "./suites/fullConfigCases.ts";
import { policyCaseSchema, runPolicyCase } from "./suites/policyCases.ts";
import { runTemplateCase, templateFileSchema } from "./suites/templateCases.ts";
import { runUpdateCase, updateCaseSchema } from "./suites/updateCases.ts";
import { runValidatorCase, validatorCaseSchema } from "./suites/validatorCases.ts";

const listedCaseSchema = z.discriminatedUnion("kind", [
  fragmentCaseSchema,
  fullConfigCaseSchema,
  updateCaseSchema,
  policyCaseSchema,
  validatorCaseSchema,
]);

type ListedCase = z.infer<typeof listedCaseSchema>;

/** Runs all cases of a file, in their order; throws when the file has a form that is not known. */
export async function runCorpusFile(
  file: CorpusFile,
  context: CorpusContext,
): Promise<readonly CaseResult[]> {
  const { content, version } = file;
  if (Array.isArray(content)) {
    const cases = z.array(listedCaseSchema).min(1).parse(content);
    return Promise.all(cases.map((one) => runSafely(one, file, context)));
  }
  const form = z.looseObject({}).parse(content);
  if ("variants" in form) {
    const { variants } = templateFileSchema.parse(content);
    return Promise.all(
      Object.entries(variants).map(([name, { config }]) => runTemplateCase(name, config, version, context)),
    );
  }
  const { cases } = differentialFileSchema.parse(content);
  return Promise.all(cases.map((one) => runDifferentialCase(one, context)));
}

/** A rule that throws disagrees in that case only. */
async function runSafely(one: ListedCase, file: CorpusFile, context: CorpusContext): Promise<CaseResult> {
  try {
    return await runListedCase(one, file, context);
  } catch (error) {
    const name = "validator" in one ? `${one.validator} ${one.source}` : one.kind;
    return compared(name, "a verdict", `threw ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function runListedCase(
  one: ListedCase,
  { version }: CorpusFile,
  context: CorpusContext,
): Promise<CaseResult> {
  switch (one.kind) {
    case "schema":
    case "schema-boundary":
      return runFragmentCase(one, version);
    case "full-config":
      return runFullConfigCase(one, version, context);
    case "update":
      return runUpdateCase(one, version);
    case "update-policy-unit":
      return runPolicyCase(one);
    case "validator":
      return runValidatorCase(one, version, context);
  }
}
