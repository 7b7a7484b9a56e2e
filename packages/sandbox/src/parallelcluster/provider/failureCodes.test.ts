import { expect, test } from "vitest";
import { failureCode } from "./failureCodes.ts";

test.each([
  [
    "WaitCondition received failed message: 'This AMI was created with x' for uniqueId: i-1",
    "AmiVersionMismatch",
  ],
  ["WaitCondition received failed message: 'Failed to mount FSX.' for uniqueId: i-1", "FsxMountFailure"],
  ["Failed to download OnNodeStart script 1 s3://b/a.sh, return code: 1.", "OnNodeStartDownloadFailure"],
  [
    "Cluster has been set to PROTECTED mode due to failures detected in static node provisioning",
    "StaticNodeBootstrapFailure",
  ],
  ["WaitCondition timed out. Received 0 conditions when expecting 1", "HeadNodeBootstrapFailure"],
  ["Resource creation cancelled", "ResourceCreationFailure"],
  ["Something else", "ClusterCreationFailure"],
])("the reason %j has the code %s", (reason, code) => {
  expect(failureCode([reason])).toBe(code);
});

test("a stack that failed before its wait condition has the general code", () => {
  expect(failureCode([])).toBe("ClusterCreationFailure");
});
