import {
  AwsLookupError,
  clusterConfigRules as rules,
  type CheckedParallelClusterVersion,
} from "@trainyard/core";
import { z } from "zod";
import { compared, noVerdict, unordered, type CaseResult } from "../CaseResult.ts";
import type { CorpusContext } from "../CorpusContext.ts";
import { accountAdapters } from "../validators/accountAdapters.ts";
import { existingStorageAdapters } from "../validators/existingStorageAdapters.ts";
import { instanceAdapters } from "../validators/instanceAdapters.ts";
import { lustreAdapters } from "../validators/lustreAdapters.ts";
import { nameAdapters } from "../validators/nameAdapters.ts";
import { networkAdapters } from "../validators/networkAdapters.ts";
import { jsonSchema, NotRecorded, Recorded } from "../validators/Recorded.ts";
import { reservationAdapters } from "../validators/reservationAdapters.ts";
import { slurmAdapters } from "../validators/slurmAdapters.ts";
import { storageAdapters } from "../validators/storageAdapters.ts";
import { systemAdapters } from "../validators/systemAdapters.ts";
import type { ValidatorAdapter, ValidatorCall } from "../validators/ValidatorAdapter.ts";

const valuesSchema = z.record(z.string(), jsonSchema).nullable();

/** One call of an official validator, with the results that it gave. */
export const validatorCaseSchema = z.object({
  kind: z.literal("validator"),
  validator: z.string(),
  source: z.string(),
  fragment: valuesSchema,
  test_parameters: valuesSchema.optional(),
  valid: z.boolean().nullable(),
  results: z
    .array(
      z.object({
        level: z.string(),
        keyword: z.string().nullish(),
        expected: z.string().nullish(),
      }),
    )
    .nullish(),
  note: z.string().nullish(),
});

export type ValidatorCase = z.infer<typeof validatorCaseSchema>;

/** Rules that only hold against an account, of which the cases record nothing. */
const NEVER_RECORDED = [
  "ComputeResourceLaunchTemplateValidator",
  "CustomAmiTagValidator",
  "HeadNodeLaunchTemplateValidator",
  "InstanceTypeValidator",
  "S3BucketValidator",
  "SecurityGroupsValidator",
  "SubnetsValidator",
];

const ADAPTERS: Readonly<Record<string, ValidatorAdapter>> = {
  ...nameAdapters,
  ...slurmAdapters,
  ...systemAdapters,
  ...storageAdapters,
  ...lustreAdapters,
  ...instanceAdapters,
  ...networkAdapters,
  ...accountAdapters,
  ...reservationAdapters,
  ...existingStorageAdapters,
  ...Object.fromEntries(NEVER_RECORDED.map((name) => [name, neverRecorded])),
};

function neverRecorded(): never {
  throw new NotRecorded("what the account says");
}

export async function runValidatorCase(
  one: ValidatorCase,
  version: CheckedParallelClusterVersion,
  { instanceTypes }: CorpusContext,
): Promise<CaseResult> {
  const name = `${one.validator} ${one.source} ${JSON.stringify(one.fragment)}`.slice(0, 240);
  if (one.valid === null) return noVerdict(name, "no verdict recorded");
  if (one.fragment === null && !one.test_parameters) return noVerdict(name, "no inputs recorded");
  const official = (one.results ?? []).map(({ level }) => level);
  const adapter = ADAPTERS[one.validator];
  if (adapter === undefined) return compared(name, levelsText(official), "no such rule");
  try {
    const ours = (await adapter(callOf(one, version, instanceTypes))).map(({ level }) => level);
    return compared(name, levelsText(official), levelsText(withoutRepeats(ours, official)));
  } catch (reason) {
    if (reason instanceof AwsLookupError) return compared(name, levelsText(official), "ERROR");
    if (reason instanceof NotRecorded) return noVerdict(name, `not recorded: ${reason.message}`);
    throw reason;
  }
}

function levelsText(levels: readonly string[]): string {
  return unordered(levels) || "clean";
}

/** Results with one text for several things were recorded once. */
function withoutRepeats(ours: readonly string[], official: readonly string[]): readonly string[] {
  const isRepeated = unordered([...new Set(ours)]) === unordered([...new Set(official)]);
  return isRepeated && ours.length > official.length ? official : ours;
}

function callOf(
  one: ValidatorCase,
  version: CheckedParallelClusterVersion,
  instanceTypes: CorpusContext["instanceTypes"],
): ValidatorCall {
  const test = one.test_parameters ?? undefined;
  return {
    given: new Recorded(one.fragment ?? {}),
    test: test === undefined ? undefined : new Recorded(test),
    version,
    limits: rules.limitsOf(version),
    instanceTypes,
    isMissing: (one.results ?? []).some(
      ({ keyword, expected }) => !keyword || /missing|lookup failed|not an allocation/.test(expected ?? ""),
    ),
  };
}
