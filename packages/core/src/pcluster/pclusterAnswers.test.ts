import { describe, expect, test } from "vitest";
import { diffClusterConfigs } from "./changes/diffClusterConfigs.ts";
import { pclusterDryRunAnswer, pclusterUpdateDryRunAnswer } from "./pclusterAnswers.ts";
import { EXAMPLE_CONFIG, exampleWith } from "./testing/exampleConfig.ts";
import { validateClusterConfig } from "./validateClusterConfig.ts";

async function answerTo(text: string) {
  return pclusterDryRunAnswer(await validateClusterConfig(text));
}

async function updateAnswer(after: string) {
  const diff = diffClusterConfigs(EXAMPLE_CONFIG, after);
  const changes = diff.kind === "compared" ? diff.changes : [];
  return pclusterUpdateDryRunAnswer(await validateClusterConfig(after), changes);
}

describe("answers of the official command", () => {
  test("a request that would succeed lists its messages and ends with 1", async () => {
    expect(await answerTo(EXAMPLE_CONFIG)).toEqual({
      exitCode: 1,
      body: {
        validationMessages: [{ level: "INFO", type: "DeletionPolicyValidator", message: expect.any(String) }],
        message: "Request would have succeeded, but DryRun flag is set.",
      },
    });
  });

  test("results at the failure level refuse the request and all are listed", async () => {
    const { body } = await answerTo(exampleWith("Name: compute", "Name: Compute"));
    expect(body).toMatchObject({
      configurationValidationErrors: [{ type: "NameValidator" }, { type: "DeletionPolicyValidator" }],
      message: "Invalid cluster configuration.",
    });
  });

  test("the schema is one error of its own", async () => {
    const { body } = await answerTo(exampleWith("Os: alinux2023", "Os: windows"));
    expect(body.configurationValidationErrors).toEqual([
      { level: "ERROR", type: "ConfigSchemaValidator", message: expect.stringContaining("Image/Os") },
    ]);
  });

  test("text that is no YAML is a bad request", async () => {
    const { body } = await answerTo("Image: [");
    expect(body.message).toMatch(/^Bad Request: Configuration must be a valid YAML document\. /);
  });

  test("an update lists its changes", async () => {
    const { body } = await updateAnswer(exampleWith("MaxCount: 4", "MaxCount: 8"));
    expect(body.changeSet).toEqual([
      {
        parameter: "Scheduling.SlurmQueues[compute].ComputeResources[nodes].MaxCount",
        requestedValue: "8",
        currentValue: "4",
      },
    ]);
  });

  test("an update that cannot be made says why", async () => {
    const { body } = await updateAnswer(exampleWith("InstanceType: m5.8xlarge", "InstanceType: m5.4xlarge"));
    expect(body).toMatchObject({
      message: "Update failure",
      updateValidationErrors: [{ parameter: "HeadNode.InstanceType", currentValue: "m5.8xlarge" }],
      changeSet: [{ parameter: "HeadNode.InstanceType", requestedValue: "m5.4xlarge" }],
    });
  });

  test("an update without changes is a bad request", async () => {
    const { body } = await updateAnswer(EXAMPLE_CONFIG);
    expect(body).toEqual({ message: "Bad Request: No changes found in your cluster configuration." });
  });
});
