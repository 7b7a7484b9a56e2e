import { expect, test } from "vitest";
import { loadInstanceTypes } from "../instances/instanceTypes.ts";
import { instanceTypeTable } from "../pcluster/aws/instanceFactsOf.ts";
import { EXAMPLE_CONFIG, exampleWith } from "../pcluster/testing/exampleConfig.ts";
import { rulesVersionFor } from "./rulesVersionFor.ts";
import { validatorsThatAsk, type WaitingRequest } from "./validatorsThatAsk.ts";

test.each([
  { version: "3.13.0", rules: "3.13.1" },
  { version: "3.13.1", rules: "3.13.1" },
  { version: "3.15.1", rules: "3.13.1" },
  { version: "3.16.1", rules: "3.16.1" },
  { version: "3.16.3", rules: "3.16.1" },
])("$version is checked by the rules of $rules", ({ version, rules }) => {
  expect(rulesVersionFor(version)).toBe(rules);
});

test("the validators that ask an account are named once, without those that are suppressed", async () => {
  const names = await validatorsThatAsk(EXAMPLE_CONFIG, await requestOf());
  expect(names).toEqual([
    "InstanceTypeValidator",
    "InstanceTypeBaseAMICompatibleValidator",
    "HeadNodeLaunchTemplateValidator",
    "ComputeResourceLaunchTemplateValidator",
  ]);
});

test.each([
  { what: "sections are not accepted", text: "Image: 7\n" },
  { what: "an instance type is not known", text: exampleWith("c5.4xlarge", "c5.5xlarge") },
])("nobody asks where $what", async ({ text }) => {
  expect(await validatorsThatAsk(text, await requestOf())).toEqual([]);
});

async function requestOf(): Promise<WaitingRequest> {
  return {
    version: "3.13.1",
    clusterName: "c",
    region: "us-west-2",
    instanceTypes: instanceTypeTable(await loadInstanceTypes()),
    suppress: ["type:KeyPairValidator"],
  };
}
