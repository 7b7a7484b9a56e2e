import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { HostPackages } from "../HostDriver.ts";
import { runProgram } from "../namespaces/runProgram.ts";

export interface LayerRecipe {
  readonly packages: readonly string[];
  /** Stands for everything that the layer's content depends on: 32 hexadecimal digits. */
  readonly key: string;
}

/** Changes with what the build does beside installing packages. */
const RECIPE_VERSION = "2";

const SLURM = ["slurmctld", "slurmd", "slurm-client", "munge", "openssh-server", "nftables", "sudo"];

const PACKAGES: Readonly<Record<HostPackages, readonly string[]>> = {
  slurm: SLURM,
  accounting: [...SLURM, "slurmdbd", "mariadb-server-core", "mariadb-client-core"],
};

/**
 * What a layer is made of on this machine: it lies over the machine's own files, so it is another one as soon as a
 * package of the machine changes. @param limited - for hosts in a user namespace, whose layer has all of /etc.
 */
export async function layerRecipe(kind: HostPackages, limited: boolean): Promise<LayerRecipe> {
  const packages = PACKAGES[kind];
  const release = await readFile("/etc/os-release", "utf8");
  const installed = await runProgram("dpkg-query", [
    "--show",
    // oxlint-disable-next-line no-template-curly-in-string -- the format's own words
    "--showformat=${binary:Package} ${Version} ${db:Status-Abbrev}\n",
  ]);
  const facts = JSON.stringify([RECIPE_VERSION, process.arch, release, installed.stdout, packages, limited]);
  return { packages, key: createHash("sha256").update(facts).digest("hex").slice(0, 32) };
}
