import { expect, test } from "vitest";
import type { SandboxState } from "../../../kernel/SandboxState.ts";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { ec2 } from "../ec2.ts";
import { publicNetwork, type Ec2Test } from "../testing/ec2TestKernel.ts";
import { launchTest } from "../testing/launchTest.ts";

/** What the file keeps of a state. */
function saved(context: Ec2Test): SandboxState {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same shape, through JSON
  return JSON.parse(JSON.stringify(context.kernel.state)) as SandboxState;
}

test("what is under way goes on after a stop and start", () => {
  const { context, subnetId, imageId } = launchTest();
  const { AllocationId } = context.call("ec2", "AllocateAddress", {});
  context.call("ec2", "CreateNatGateway", { SubnetId: subnetId, AllocationId });
  context.call("ec2", "RunInstances", {
    ImageId: imageId,
    InstanceType: "c5.large",
    SubnetId: subnetId,
    MinCount: 2,
    MaxCount: 2,
  });
  const kernel = createTestKernel({ modules: [ec2], state: saved(context) });
  kernel.clock.runUntilIdle();
  const later = kernel.context("us-west-2");
  const states = later
    .call("ec2", "DescribeInstances", {})
    .Reservations?.flatMap((each) => each.Instances ?? [])
    .map((instance) => instance.State?.Name);
  expect(states).toEqual(["running", "running"]);
  expect(later.call("ec2", "DescribeNatGateways", {}).NatGateways?.[0]?.State).toBe("available");
});

test("the store is plain JSON: what is saved is what there is", () => {
  const { context, subnetId, imageId } = launchTest();
  publicNetwork(context);
  context.call("ec2", "RunInstances", {
    ImageId: imageId,
    InstanceType: "c5.large",
    SubnetId: subnetId,
    MinCount: 1,
    MaxCount: 1,
    ClientToken: "once",
  });
  expect(saved(context)).toStrictEqual(context.kernel.state);
});

test("reading takes no id and sets no timer", () => {
  const { context } = launchTest();
  const { ids, clock } = saved(context);
  for (const operation of [
    "DescribeInstances",
    "DescribeImages",
    "DescribeVolumes",
    "DescribeAddresses",
  ] as const)
    context.kernel.dispatch({
      service: "ec2",
      operation,
      input: {},
      region: "eu-central-1",
      requestId: "r",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    });
  expect([context.kernel.state.ids, context.kernel.state.clock]).toEqual([ids, clock]);
});
