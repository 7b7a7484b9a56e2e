import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadProject } from "../project/loadProject.ts";
import { observedAccount, reservation } from "../project/testing/observedAccount.ts";
import { resolveProject } from "../project/resolveProject.ts";
import { guideConfigOf } from "./guideConfigOf.ts";
import { importGuideConfig } from "./importGuideConfig.ts";
import { readGuideConfig } from "./readGuideConfig.ts";

const GUIDE = `CLUSTER_NAME: ml-cluster
AWS_REGION: eu-west-2
PCLUSTER_VERSION: 3.13.1
CAPACITY_RESERVATION_ID: cr-0123456789abcdef0
AZ: eu-west-2c
NUM_INSTANCES: "16"
INSTANCE: p5.48xlarge
KEYPAIR_NAME: eu-west-2
DATA_BUCKET_NAME: "cluster-data-bucket-eu-west-2-123456789012"
STACK_ID_VPC: parallelcluster-prerequisites
`;
const OUTPUTS = `VPC: vpc-0123456789abcdef0
PublicSubnet: subnet-0123456789abcdef0
FSxLustreFilesystemId: fs-0160ebe1881498442
`;

describe("import of the guide's config.yaml", () => {
  test("all its values become a project file that says where each comes from", () => {
    const { projectText, unknownKeys } = importGuideConfig(`${GUIDE}${OUTPUTS}MY_KEY: my value\n`);
    expect(projectText).toMatchInlineSnapshot(`
      "# Project file of trainyard, imported from the guide's config.yaml.

      name: ml-cluster # CLUSTER_NAME
      region: eu-west-2 # AWS_REGION
      parallelCluster:
        version: 3.13.1 # PCLUSTER_VERSION
      capacity:
        reservation: cr-0123456789abcdef0 # CAPACITY_RESERVATION_ID
        zone: eu-west-2c # AZ
        count: 16 # NUM_INSTANCES
        instanceType: p5.48xlarge # INSTANCE
      access:
        keyPair: eu-west-2 # KEYPAIR_NAME
      data:
        bucket: cluster-data-bucket-eu-west-2-123456789012 # DATA_BUCKET_NAME
      network:
        prerequisitesStack: parallelcluster-prerequisites # STACK_ID_VPC

      # Outputs of the prerequisites stack in that file; trainyard reads them from the stack:
      #   VPC: vpc-0123456789abcdef0
      #   PublicSubnet: subnet-0123456789abcdef0
      #   FSxLustreFilesystemId: fs-0160ebe1881498442
      # Keys in that file that trainyard does not know:
      #   MY_KEY: my value
      "
    `);
    expect(unknownKeys).toEqual(["MY_KEY"]);
  });

  test("the file that it makes is a right project file", () => {
    const { project } = loadProject(importGuideConfig(GUIDE).projectText, { fileName: "trainyard.yaml" });
    expect(project).toMatchObject({
      name: "ml-cluster",
      capacity: {
        reservation: "cr-0123456789abcdef0",
        count: 16,
        zone: "eu-west-2c",
        instanceType: "p5.48xlarge",
      },
      network: { prerequisitesStack: "parallelcluster-prerequisites" },
    });
  });

  test.each([
    {
      when: "the key pair has the script's name",
      text: GUIDE.replace("KEYPAIR_NAME", "KEY_PAIR_NAME"),
      path: ["access", "keyPair"],
      value: "eu-west-2",
    },
    {
      when: "the number has no quotes",
      text: GUIDE.replace('"16"', "16"),
      path: ["capacity", "count"],
      value: 16,
    },
    {
      when: "there is no bucket",
      text: GUIDE.replace(/DATA_BUCKET_NAME.*\n/, ""),
      path: ["data", "enabled"],
      value: false,
    },
    {
      when: "the script wrote NA for the reservation",
      text: GUIDE.replace("cr-0123456789abcdef0", "NA"),
      path: ["capacity", "market"],
      value: "on-demand",
    },
    {
      when: "outputs are merged in, but no stack is named",
      text: `${GUIDE.replace(/STACK_ID_VPC.*\n/, "")}${OUTPUTS}`,
      path: ["network", "prerequisitesStack"],
      value: "parallelcluster-prerequisites",
    },
  ])("when $when, $path is $value", ({ text, path, value }) => {
    const imported: unknown = parse(importGuideConfig(text).projectText);
    expect(imported).toHaveProperty(path, value);
  });

  test.each([
    {
      when: "the guide's example is imported as it stands",
      text: GUIDE.replace("cr-0123456789abcdef0", "cr-XXXXXXXXXXXXXXXXX"),
      code: "PLACEHOLDER_LEFT",
      found: [["placeholder", "CAPACITY_RESERVATION_ID", 4]],
    },
    {
      when: "the region is missing",
      text: GUIDE.replace(/AWS_REGION.*\n/, ""),
      code: "GUIDE_CONFIG_INVALID",
      found: [["missing", "AWS_REGION", 1]],
    },
    {
      when: "the number is a word",
      text: GUIDE.replace('"16"', "sixteen"),
      code: "GUIDE_CONFIG_INVALID",
      found: [["wrong-type", "NUM_INSTANCES", 6]],
    },
    {
      when: "the version is none that is known",
      text: GUIDE.replace("3.13.1", "3.9.1"),
      code: "GUIDE_CONFIG_INVALID",
      found: [["not-allowed", "PCLUSTER_VERSION", 3]],
    },
    {
      when: "a value is a list",
      text: `${GUIDE}EXTRA: [1]\n`,
      code: "GUIDE_CONFIG_INVALID",
      found: [["wrong-type", "EXTRA", 11]],
    },
    {
      when: "the file is a list",
      text: "- a\n",
      code: "GUIDE_CONFIG_INVALID",
      found: [["not-a-mapping", "", 1]],
    },
  ])("when $when, the error is $code with $found", ({ text, code, found }) => {
    const problems = found.map(([rule, path, line]) =>
      expect.objectContaining({ rule, path, position: expect.objectContaining({ line }) }),
    );
    expect(() => importGuideConfig(text)).toThrowError(
      expect.objectContaining({ code, details: expect.objectContaining({ problems }) }),
    );
  });

  test("a value with a line break cannot break out of its comment", () => {
    const { projectText } = importGuideConfig(`${GUIDE}EVIL: "a\\nname: other"\n`);
    expect(loadProject(projectText, { fileName: "trainyard.yaml" }).project.name).toBe("ml-cluster");
  });
});

test("a project written back is the guide's file again", () => {
  const { project } = loadProject(importGuideConfig(GUIDE).projectText, { fileName: "trainyard.yaml" });
  const observed = observedAccount({
    reservations: [reservation({ zone: "eu-west-2c" })],
    zones: ["eu-west-2a", "eu-west-2b", "eu-west-2c"],
  });
  const outputs = { VPC: "vpc-0123456789abcdef0", FSxLustreFilesystemId: "fs-0160ebe1881498442" };
  const text = guideConfigOf(resolveProject(project, observed), outputs);
  const { values, stackOutputs } = readGuideConfig(text);
  expect(text.startsWith(GUIDE)).toBe(true);
  expect(values).toEqual(readGuideConfig(GUIDE).values);
  expect(stackOutputs).toEqual(outputs);
});
