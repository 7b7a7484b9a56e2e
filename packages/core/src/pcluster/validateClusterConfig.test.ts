import { describe, expect, test } from "vitest";
import { EXAMPLE_CONFIG, exampleWith } from "./testing/exampleConfig.ts";
import { validateClusterConfig, type CheckOptions } from "./validateClusterConfig.ts";

async function resultsOf(text: string, options: CheckOptions = {}): Promise<readonly string[]> {
  const { results } = await validateClusterConfig(text, options);
  return results.map(({ level, validator, path }) => `${level} ${validator} ${path}`);
}

const LUSTRE_INFO = "INFO DeletionPolicyValidator SharedStorage[0]";
const QUEUE = "Scheduling/SlurmQueues[0]";

const RULES = [
  {
    when: "a name has capitals",
    text: exampleWith("Name: compute", "Name: Compute"),
    found: [`ERROR NameValidator ${QUEUE}/Name`],
  },
  {
    when: "minimum exceeds maximum",
    text: exampleWith("MinCount: 0", "MinCount: 5"),
    found: [`ERROR ComputeResourceSizeValidator ${QUEUE}/ComputeResources[0]`],
  },
  {
    when: "the capacity of the file system does not exist",
    text: exampleWith("StorageCapacity: 1200", "StorageCapacity: 1300"),
    found: ["ERROR FsxStorageCapacityValidator SharedStorage[0]/FsxLustreSettings"],
  },
  {
    when: "a directory of the system is used",
    text: exampleWith("MountDir: /scratch", "MountDir: /usr"),
    found: ["ERROR SharedStorageMountDirValidator SharedStorage[0]/MountDir"],
  },
  {
    when: "an instance type is not known",
    text: exampleWith("InstanceType: c5.4xlarge", "InstanceType: c5.4xlarg"),
    found: [`ERROR InstanceTypeValidator ${QUEUE}/ComputeResources[0]/InstanceType`],
  },
];

describe("validateClusterConfig", () => {
  test("accepts the example", async () => {
    const report = await validateClusterConfig(EXAMPLE_CONFIG);
    expect(report).toMatchObject({ phase: "validators", problems: [], valid: true });
    expect(await resultsOf(EXAMPLE_CONFIG)).toEqual([LUSTRE_INFO]);
  });

  test.each(RULES)("finds that $when", async ({ text, found }) => {
    const results = await resultsOf(text);
    expect(results.filter((result) => result !== LUSTRE_INFO)).toEqual(found);
  });

  test("names the place of a result in the text", async () => {
    const { results } = await validateClusterConfig(exampleWith("Name: compute", "Name: Compute"));
    const name = results.find(({ validator }) => validator === "NameValidator");
    expect(name?.position).toEqual({ line: 15, column: 13 });
    expect(name?.length).toBe("Compute".length);
  });

  test("suggests the nearest instance type", async () => {
    const { results } = await validateClusterConfig(
      exampleWith("InstanceType: c5.4xlarge", "InstanceType: c5.4xlarg"),
    );
    expect(results.map(({ message }) => message).join()).toContain("Did you mean c5.4xlarge?");
  });

  test("leaves out suppressed rules, but never the schema", async () => {
    const wrong = exampleWith("Name: compute", "Name: Compute");
    expect(await resultsOf(wrong, { suppress: ["type:NameValidator"] })).toEqual([LUSTRE_INFO]);
    expect(await resultsOf(wrong, { suppress: ["ALL"] })).toEqual([]);
    const report = await validateClusterConfig(exampleWith("Os: alinux2023", "Os: windows"), {
      suppress: ["ALL"],
    });
    expect(report).toMatchObject({ phase: "schema", valid: false });
  });

  test("is valid below the failure level only", async () => {
    const byLevel = await Promise.all(
      (["INFO", "WARNING", "ERROR"] as const).map(async (failureLevel) => {
        const { valid } = await validateClusterConfig(EXAMPLE_CONFIG, { failureLevel });
        return valid;
      }),
    );
    expect(byLevel).toEqual([false, true, true]);
  });

  test("applies the limits of the version", async () => {
    const spot = exampleWith(
      "CapacityType: ONDEMAND",
      "CapacityType: ONDEMAND\n      AllocationStrategy: prioritized",
    ).replace("InstanceType: c5.4xlarge", "Instances: [{ InstanceType: c5.4xlarge }]");
    const old = await validateClusterConfig(spot, { parallelClusterVersion: "3.13.1" });
    const recent = await validateClusterConfig(spot, { parallelClusterVersion: "3.16.1" });
    expect([old.phase, recent.phase]).toEqual(["schema", "validators"]);
  });
});
