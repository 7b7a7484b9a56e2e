import { expect, test } from "vitest";
import type { StackDescription } from "../ports/StackGateway.ts";
import { clusterStatus } from "./clusterStatus.ts";
import { clusterSummary } from "./clusterSummary.ts";
import { configurationPlace } from "./configurationPlace.ts";
import { instanceEntry } from "./instanceEntry.ts";

const STACK: StackDescription = {
  name: "ml-cluster",
  id: "arn:aws:cloudformation:us-west-2:123456789012:stack/ml-cluster/1",
  status: "UPDATE_ROLLBACK_COMPLETE",
  statusReason: "",
  outputs: {},
  parameters: {
    Scheduler: "slurm",
    ResourcesS3Bucket: "bucket",
    ArtifactS3RootDirectory: "parallelcluster/1",
  },
  tags: { "parallelcluster:version": "3.13.1" },
  createdAtMs: 0,
  updatedAtMs: undefined,
  parentId: undefined,
};

test.each([
  { stack: "CREATE_COMPLETE", cluster: "CREATE_COMPLETE" },
  { stack: "ROLLBACK_IN_PROGRESS", cluster: "CREATE_FAILED" },
  { stack: "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", cluster: "UPDATE_IN_PROGRESS" },
  { stack: "UPDATE_ROLLBACK_COMPLETE", cluster: "UPDATE_FAILED" },
])("a stack in $stack is a cluster in $cluster", ({ stack, cluster }) => {
  expect(clusterStatus(stack)).toBe(cluster);
});

test("the summary of a cluster has the official keys", () => {
  expect(clusterSummary(STACK, "us-west-2")).toEqual({
    clusterName: "ml-cluster",
    cloudformationStackStatus: "UPDATE_ROLLBACK_COMPLETE",
    cloudformationStackArn: STACK.id,
    region: "us-west-2",
    version: "3.13.1",
    clusterStatus: "UPDATE_FAILED",
    scheduler: { type: "slurm" },
  });
});

test.each([
  { what: "a stack of something else", stack: { ...STACK, tags: {} } },
  { what: "a nested stack", stack: { ...STACK, parentId: STACK.id } },
])("$what is no cluster", ({ stack }) => {
  expect(clusterSummary(stack, "us-west-2")).toBeUndefined();
});

test("a configuration lies under the cluster's directory, in the version that the stack names", () => {
  const key = "parallelcluster/1/configs/cluster-config.yaml";
  expect(configurationPlace(STACK)).toEqual({ bucket: "bucket", key });
  const parameters = { ...STACK.parameters, ConfigVersion: "v2" };
  expect(configurationPlace({ ...STACK, parameters })).toEqual({ bucket: "bucket", key, versionId: "v2" });
  expect(configurationPlace({ ...STACK, parameters: {} })).toBeUndefined();
});

test("an instance is told in the official words, without what it does not have", () => {
  const entry = instanceEntry({
    id: "i-1",
    instanceType: "p5.48xlarge",
    state: "running",
    role: "compute-node",
    queue: "compute",
    computeResource: "nodes",
    privateIpAddress: "10.0.0.4",
    publicIpAddress: undefined,
    launchedAtMs: 0,
    zone: "us-west-2a",
    loginUser: undefined,
  });
  expect(entry).toEqual({
    launchTime: "1970-01-01T00:00:00.000Z",
    instanceId: "i-1",
    instanceType: "p5.48xlarge",
    state: "running",
    nodeType: "ComputeNode",
    queueName: "compute",
    privateIpAddress: "10.0.0.4",
  });
});
