import { nearestName } from "../../text/nearestName.ts";
import { parallelClusterVersion } from "../../versions/parallelClusterVersions.ts";
import { clusterRegionNames, regionFacts } from "../../versions/regions.ts";
import { finding, type ProjectParts, type RuleFinding } from "./RuleFinding.ts";

/** What region and version allow. */
export function versionRules({ region, parallelCluster }: ProjectParts): readonly RuleFinding[] {
  return [
    ...(region === undefined ? [] : regionFinding(region)),
    ...osFinding(parallelCluster?.version, parallelCluster?.os),
  ];
}

function regionFinding(region: string): readonly RuleFinding[] {
  const facts = regionFacts(region);
  if (facts?.parallelCluster === true) return [];
  const known = clusterRegionNames();
  const nearest = nearestName(region, known);
  const message =
    facts === undefined
      ? `there is no region ${region}`
      : `ParallelCluster cannot make clusters in ${region}`;
  const hint =
    facts === undefined && nearest !== undefined
      ? `Did you mean ${nearest}?`
      : `It can in ${known.join(", ")}.`;
  return [finding("region", ["region"], { message, hint })];
}

function osFinding(version: string | undefined, os: string | undefined): readonly RuleFinding[] {
  const row = version === undefined ? undefined : parallelClusterVersion(version);
  if (row === undefined || os === undefined || row.operatingSystems.includes(os)) return [];
  return [
    finding("os-of-version", ["parallelCluster", "os"], {
      message: `ParallelCluster ${row.version} does not know ${os}`,
      hint: `It knows ${row.operatingSystems.join(", ")}.`,
    }),
  ];
}
