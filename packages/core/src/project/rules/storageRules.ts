import { regionFacts } from "../../versions/regions.ts";
import {
  OPENZFS_1_THROUGHPUTS,
  OPENZFS_2_THROUGHPUTS,
  PERSISTENT_1_THROUGHPUTS,
  PERSISTENT_2_THROUGHPUTS,
} from "../storage.ts";
import { finding, type ProjectParts, type RuleFinding } from "./RuleFinding.ts";

/** Throughputs that FSx has for a deployment type, and types that a region has. */
export function storageRules({ storage, region }: ProjectParts): readonly RuleFinding[] {
  return [
    ...scratchRules(storage?.scratch),
    ...homeThroughputRules(storage?.home),
    ...homeRegionRules(storage?.home, region),
  ];
}

type Parts = NonNullable<ProjectParts["storage"]>;

function scratchRules(scratch: Parts["scratch"]): readonly RuleFinding[] {
  const { deployment, throughputMBpsPerTiB: throughput } = scratch ?? {};
  const allowed: readonly number[] =
    deployment === "PERSISTENT_1" ? PERSISTENT_1_THROUGHPUTS : PERSISTENT_2_THROUGHPUTS;
  if (deployment === undefined || deployment === "auto" || throughput === undefined) return [];
  if (allowed.includes(throughput)) return [];
  return [
    throughputFinding(["storage", "scratch", "throughputMBpsPerTiB"], { deployment, throughput, allowed }),
  ];
}

/** Does the type have the throughputs of OpenZFS's first generation? */
export function isFirstGeneration(deployment: string): boolean {
  return deployment === "SINGLE_AZ_1" || deployment === "SINGLE_AZ_HA_1";
}

function homeThroughputRules(home: Parts["home"]): readonly RuleFinding[] {
  const { deployment, throughputMBps: throughput } = home ?? {};
  if (deployment === undefined || deployment === "auto" || throughput === undefined) return [];
  const allowed: readonly number[] = isFirstGeneration(deployment)
    ? OPENZFS_1_THROUGHPUTS
    : OPENZFS_2_THROUGHPUTS;
  if (allowed.includes(throughput)) return [];
  return [throughputFinding(["storage", "home", "throughputMBps"], { deployment, throughput, allowed })];
}

function throughputFinding(
  path: readonly string[],
  facts: { readonly deployment: string; readonly throughput: number; readonly allowed: readonly number[] },
): RuleFinding {
  return finding("throughput-of-deployment", path, {
    message: `${facts.deployment} has no throughput of ${facts.throughput}`,
    hint: `It has ${facts.allowed.join(", ")}.`,
  });
}

function homeRegionRules(home: Parts["home"], region: string | undefined): readonly RuleFinding[] {
  const facts = region === undefined ? undefined : regionFacts(region);
  // Only what AWS's table says is refused; where it was not read, AWS itself decides.
  if (facts === undefined || facts.openZfsSource === "assumed" || home?.volumeId !== undefined) return [];
  const offered: readonly string[] = facts.openZfs;
  const { deployment, throughputMBps: throughput } = home ?? {};
  if (deployment === "auto") return automaticRules(throughput, facts.name, offered);
  if (deployment?.startsWith("SINGLE_AZ_HA") !== true || offered.includes(deployment)) return [];
  return [
    finding("deployment-of-region", ["storage", "home", "deployment"], {
      message: `${facts.name} does not offer OpenZFS as ${deployment}`,
      hint: `It offers ${offered.join(", ")}; \`auto\` takes the first.`,
    }),
  ];
}

/** With `auto` the throughput may ask for a type that the region lacks. */
function automaticRules(
  throughput: number | undefined,
  region: string,
  offered: readonly string[],
): readonly RuleFinding[] {
  const firstGeneration: readonly number[] = OPENZFS_1_THROUGHPUTS;
  if (throughput === undefined || !firstGeneration.includes(throughput)) return [];
  if (offered.includes("SINGLE_AZ_HA_1")) return [];
  return [
    finding("deployment-of-region", ["storage", "home", "throughputMBps"], {
      message: `only OpenZFS as SINGLE_AZ_HA_1 has a throughput of ${throughput}, and ${region} does not offer that`,
      hint: `Give one of ${OPENZFS_2_THROUGHPUTS.join(", ")}.`,
    }),
  ];
}
