import { parallelClusterVersion } from "../../versions/parallelClusterVersions.ts";
import { finding, type ProjectParts, type RuleFinding } from "./RuleFinding.ts";

const MAX_NAME_WITH_DATABASE = 40;

/** What accounting with a database asks of the rest. */
export function accountingRules({ name, accounting, parallelCluster }: ProjectParts): readonly RuleFinding[] {
  if (accounting === undefined) return [];
  const both = accounting.database !== undefined && accounting.slurmdbd !== undefined;
  const conflict = finding("accounting-source", ["accounting", "slurmdbd"], {
    message: "a database and a database daemon are both given",
    hint: "Keep one of `accounting.database` and `accounting.slurmdbd`.",
    keyed: true,
  });
  const version =
    parallelCluster?.version === undefined ? undefined : parallelClusterVersion(parallelCluster.version);
  const maxWithDaemon =
    accounting.slurmdbd === undefined ? Infinity : (version?.maxNameWithSlurmdbd ?? Infinity);
  const max = accounting.database === undefined ? maxWithDaemon : MAX_NAME_WITH_DATABASE;
  const tooLong = finding("name-too-long", ["name"], {
    message: `the name has ${name?.length ?? 0} characters`,
    hint: `With accounting in a database it may have ${max}: the names of its tables begin with it.`,
  });
  return [...(both ? [conflict] : []), ...(name !== undefined && name.length > max ? [tooLong] : [])];
}
