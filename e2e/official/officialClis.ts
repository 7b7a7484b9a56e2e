import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { preparePython } from "../foreign/pythonEnvironment.ts";

/** One release of AWS's own `pcluster`, unmodified. */
export interface OfficialCli {
  readonly title: string;
  readonly binPath: string;
  /** The official description of every answer, as the release brings it along. */
  readonly openApiPath: string;
}

export interface PreparedClis {
  readonly clis: readonly OfficialCli[];
  readonly missing: readonly { readonly title: string; readonly reason: string }[];
}

/** With `pkg_resources`, which the releases load and newer ones of setuptools do not have. */
const SETUPTOOLS = "setuptools<81";

/** The guide's release, and the newest of the last series whose stacks the sandbox knows. */
const RELEASES = [
  { title: "3.13.1", wanted: "aws-parallelcluster==3.13.1" },
  { title: "3.16", wanted: "aws-parallelcluster~=3.16.1" },
] as const;

/** Makes the releases ready in virtual environments. @throws {Error} when the Python index answers and installing fails. */
export function prepareOfficialClis(
  titles: readonly string[] = RELEASES.map(({ title }) => title),
): PreparedClis {
  const clis: OfficialCli[] = [];
  const missing: { title: string; reason: string }[] = [];
  for (const { title, wanted } of RELEASES.filter((release) => titles.includes(release.title))) {
    const python = preparePython(`pcluster-${title}`, [wanted, SETUPTOOLS]);
    if (python.kind === "ready")
      clis.push({ title, binPath: python.binPath, openApiPath: openApiOf(python.binPath) });
    else missing.push({ title, reason: python.reason });
  }
  return { clis, missing };
}

function openApiOf(binPath: string): string {
  const library = join(dirname(binPath), "lib");
  const [python] = readdirSync(library);
  return join(library, python ?? "", "site-packages/pcluster/api/openapi/openapi.yaml");
}
