import { parallelClusterVersion } from "../../versions/parallelClusterVersions.ts";
import { finding, type ProjectParts, type RuleFinding } from "./RuleFinding.ts";

const MAX_NAME_WITH_DATABASE = 40;
const PLACES = ["headNode", "database", "slurmdbd"] as const;
type Place = (typeof PLACES)[number];

/** What accounting with a database asks of the rest. */
export function accountingRules({ name, accounting, parallelCluster }: ProjectParts): readonly RuleFinding[] {
  const places = PLACES.filter((place) => accounting?.[place] !== undefined && accounting[place] !== false);
  const max = Math.min(...places.map((place) => maxNameLength(place, parallelCluster?.version)));
  const tooLong = finding("name-too-long", ["name"], {
    message: `the name has ${name?.length ?? 0} characters`,
    hint: `With accounting in a database it may have ${max}: the names of its tables begin with it.`,
  });
  return [...placeConflicts(places), ...(name !== undefined && name.length > max ? [tooLong] : [])];
}

function maxNameLength(place: Place, versionName: string | undefined): number {
  if (place !== "slurmdbd") return MAX_NAME_WITH_DATABASE;
  const version = versionName === undefined ? undefined : parallelClusterVersion(versionName);
  return version?.maxNameWithSlurmdbd ?? Infinity;
}

function placeConflicts(places: readonly Place[]): readonly RuleFinding[] {
  return places.slice(1).map((place) =>
    finding("accounting-source", ["accounting", place], {
      message: `the records of jobs have ${places.length} places: ${places.join(", ")}`,
      hint: `Keep one of ${places.map((key) => `\`accounting.${key}\``).join(", ")}.`,
      keyed: true,
    }),
  );
}
