import { describe, expect, test } from "vitest";
import {
  addressesPerNode,
  DEFAULT_PARALLEL_CLUSTER_VERSION,
  NEWEST_PARALLEL_CLUSTER_VERSION,
  PARALLEL_CLUSTER_VERSIONS,
  parallelClusterVersion,
  providerTemplateUrl,
  type ParallelClusterVersion,
} from "./parallelClusterVersions.ts";
import { clusterRegionNames, lustreDeploymentFor, openZfsDeploymentFor, REGIONS } from "./regions.ts";

function version(name: string): ParallelClusterVersion {
  const found = parallelClusterVersion(name);
  if (found === undefined) throw new Error(`no version ${name}`);
  return found;
}

describe("versions of ParallelCluster", () => {
  test("the default and the newest are in the table, which is in their order", () => {
    const names = PARALLEL_CLUSTER_VERSIONS.map((row) => row.version);
    expect(names).toContain(DEFAULT_PARALLEL_CLUSTER_VERSION);
    expect(names.at(-1)).toBe(NEWEST_PARALLEL_CLUSTER_VERSION);
    expect(names.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }))).toEqual(names);
  });

  test.each([
    { name: "3.13.1", slurm: "24.05.8", lacks: "nothing", has: "ubuntu2004" },
    { name: "3.14.2", slurm: undefined, lacks: "ubuntu2004", has: "alinux2" },
    { name: "3.16.1", slurm: "25.11.8", lacks: "alinux2", has: "ubuntu2404" },
  ])("$name has Slurm $slurm, knows $has and lacks $lacks", ({ name, slurm, lacks, has }) => {
    expect(version(name).slurmVersion).toBe(slurm);
    expect(version(name).operatingSystems).toContain(has);
    expect(version(name).operatingSystems).not.toContain(lacks);
  });

  test.each([
    { name: "3.14.2", efa: true, addresses: 32 },
    { name: "3.15.0", efa: true, addresses: 1 },
    { name: "3.13.1", efa: false, addresses: 1 },
  ])("a p5 node of $name with EFA $efa takes $addresses addresses", ({ name, efa, addresses }) => {
    expect(addressesPerNode(version(name), { efa, networkCards: 32 })).toBe(addresses);
  });

  test("support of 3.13 is estimated to end eighteen months after its first release", () => {
    expect(version("3.13.1").endOfSupport).toMatchObject({ month: "2026-10", estimated: true });
  });

  test("the provider's template is in the region's own bucket", () => {
    expect(providerTemplateUrl("3.13.1", "us-west-2", "amazonaws.com")).toBe(
      "https://us-west-2-aws-parallelcluster.s3.us-west-2.amazonaws.com/parallelcluster/3.13.1/templates/custom_resource/cluster.yaml",
    );
  });
});

describe("regions", () => {
  test.each([
    { region: "us-east-1", type: "SINGLE_AZ_HA_2" },
    { region: "ap-southeast-3", type: "SINGLE_AZ_HA_1" },
    { region: "ap-northeast-2", type: "SINGLE_AZ_HA_2" },
    { region: "eu-west-2", type: "MULTI_AZ_1" },
    { region: "xx-none-1", type: "MULTI_AZ_1" },
  ])("in $region home directories are $type", ({ region, type }) => {
    expect(openZfsDeploymentFor(region)).toBe(type);
  });

  test("Lustre is PERSISTENT_2 but for where it is known to be missing", () => {
    expect(lustreDeploymentFor("us-west-2", "us-west-2a")).toBe("PERSISTENT_2");
    expect(lustreDeploymentFor("cn-north-1", undefined)).toBe("PERSISTENT_1");
  });

  test("each region stands in the table once, and ParallelCluster knows 28 of the public ones", () => {
    expect(new Set(REGIONS.map(({ name }) => name)).size).toBe(REGIONS.length);
    expect(clusterRegionNames()).toHaveLength(28);
  });
});
