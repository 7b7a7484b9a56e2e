import { expect, test } from "vitest";
import { createTestKernel } from "../testing/createTestKernel.ts";
import { generatedName } from "./generatedName.ts";

test.each([
  { when: "it fits", stackName: "ml", logicalId: "Role", maxLength: 64, name: /^ml-Role-[0-9A-Z]{12}$/ },
  {
    when: "both are long",
    stackName: "s".repeat(40),
    logicalId: "L".repeat(40),
    maxLength: 64,
    name: /^s{25}-L{25}-[0-9A-Z]{12}$/,
  },
  {
    when: "only the stack name is long",
    stackName: "s".repeat(60),
    logicalId: "Role",
    maxLength: 64,
    name: /^s{46}-Role-[0-9A-Z]{12}$/,
  },
])("a generated name when $when", ({ stackName, logicalId, maxLength, name }) => {
  const context = createTestKernel({ modules: [] }).context("us-west-2");
  const resource = { ...context, stackId: "arn", stackName, logicalId, stackTags: [] };
  expect(generatedName(resource, maxLength)).toMatch(name);
});
