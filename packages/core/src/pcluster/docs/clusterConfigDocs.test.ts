import { describe, expect, test } from "vitest";
import { clusterConfigJsonSchema } from "./clusterConfigJsonSchema.ts";
import { clusterConfigReferencePage } from "./clusterConfigReferencePage.ts";

describe("clusterConfigJsonSchema", () => {
  const schema = clusterConfigJsonSchema("3.13.1");

  test("has the sections, what they require, and refuses other keys", () => {
    expect(schema).toMatchObject({
      required: ["Image", "HeadNode", "Scheduling"],
      additionalProperties: false,
      properties: { SharedStorage: { type: "array", items: { $ref: "#/$defs/SharedStorage" } } },
    });
  });

  test("has allowed values, patterns, ranges and defaults", () => {
    expect(schema["$defs"]).toMatchObject({
      SlurmQueue: {
        properties: {
          CapacityType: { enum: ["CAPACITY_BLOCK", "ONDEMAND", "SPOT"], default: "ONDEMAND" },
        },
      },
      LoginNodesPool: { properties: { GracetimePeriod: { minimum: 3, maximum: 120 } } },
      SlurmQueueNetworking: {
        properties: { SubnetIds: { minItems: 1 } },
        allOf: [{ not: { required: ["SecurityGroups", "AdditionalSecurityGroups"] } }],
      },
    });
  });

  test("differs by version", () => {
    expect(clusterConfigJsonSchema("3.16.1")["$defs"]).toMatchObject({
      HeadNode: { properties: { SharedStorageEfsSettings: { $ref: expect.any(String) } } },
    });
    expect(JSON.stringify(schema)).not.toContain("SharedStorageEfsSettings");
  });

  test("refers only to sections that it has", () => {
    const references = JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g);
    const known = Object.keys(schema["$defs"] ?? {});
    expect([...references].map(([, name]) => name).filter((name) => !known.includes(name ?? ""))).toEqual([]);
  });
});

describe("clusterConfigReferencePage", () => {
  const page = clusterConfigReferencePage();

  test("has a table for each section and names what a version changed", () => {
    expect(page).toContain("## `Scheduling/SlurmQueues[]/ComputeResources[]`");
    expect(page).toMatch(/\| `SharedStorageEfsSettings` \|.*since 3\.14\.0/);
  });

  test("has five columns in every row", () => {
    const rows = page.split("\n").filter((line) => line.startsWith("|"));
    const odd = rows.filter((row) => row.replaceAll("\\|", "").split("|").length !== 7);
    expect(odd).toEqual([]);
  });
});
