import { expect, test } from "vitest";
import { ec2Test, refusal } from "../testing/ec2TestKernel.ts";
import { SAMPLE_BLOCK, SAMPLE_RESERVATION } from "../testing/launchTest.ts";

test.each([
  { region: "us-west-2", type: "p5.48xlarge" },
  { region: "sa-east-1", type: "p5.48xlarge" },
  { region: "eu-west-1", type: expect.stringMatching(/^(p|trn)/) },
])("a fresh account in $region holds the sample reservation and a block of $type", ({ region, type }) => {
  const context = ec2Test(region);
  const { CapacityReservations = [] } = context.call("ec2", "DescribeCapacityReservations", {});
  expect(CapacityReservations).toHaveLength(2);
  expect(CapacityReservations[0]).toMatchObject({
    CapacityReservationId: SAMPLE_RESERVATION,
    InstanceType: type,
    TotalInstanceCount: 16,
    AvailableInstanceCount: 16,
    State: "active",
    InstanceMatchCriteria: "targeted",
    ReservationType: "default",
  });
  expect(CapacityReservations[1]).toMatchObject({
    CapacityReservationId: SAMPLE_BLOCK,
    State: "scheduled",
    AvailableInstanceCount: 0,
    ReservationType: "capacity-block",
    Tags: [{ Key: "aws:ec2capacityreservation:incrementalRequestedQuantity", Value: "16" }],
  });
});

test("a region without accelerated types has no sample reservation", () => {
  expect(ec2Test("af-south-1").call("ec2", "DescribeCapacityReservations", {}).CapacityReservations).toEqual(
    [],
  );
});

test("the sample block passes through its states on their dates", () => {
  const context = ec2Test();
  const block = () =>
    context.call("ec2", "DescribeCapacityReservations", { CapacityReservationIds: [SAMPLE_BLOCK] })
      .CapacityReservations?.[0];
  const start = block()?.StartDate?.getTime() ?? 0;
  expect(new Date(start).toISOString()).toMatch(/T11:30:00/);
  context.kernel.clock.advance(start - context.clock.nowMs());
  expect(block()).toMatchObject({ State: "active", AvailableInstanceCount: 16, Tags: [] });
  context.kernel.clock.advance(3 * 86_400_000);
  expect(block()?.State).toBe("expired");
});

test("a block that is bought is paid for, scheduled and active", () => {
  const context = ec2Test();
  const [offering] =
    context.call("ec2", "DescribeCapacityBlockOfferings", {
      InstanceType: "p5.48xlarge",
      InstanceCount: 4,
      CapacityDurationHours: 48,
    }).CapacityBlockOfferings ?? [];
  expect(offering).toMatchObject({
    UpfrontFee: "6036.48",
    CurrencyCode: "USD",
    CapacityBlockDurationHours: 48,
  });
  const bought = context.call("ec2", "PurchaseCapacityBlock", {
    CapacityBlockOfferingId: offering?.CapacityBlockOfferingId ?? "",
    InstancePlatform: "Linux/UNIX",
  }).CapacityReservation;
  const state = () =>
    context.call("ec2", "DescribeCapacityReservations", {
      CapacityReservationIds: [bought?.CapacityReservationId ?? ""],
    }).CapacityReservations?.[0]?.State;
  expect(state()).toBe("payment-pending");
  context.kernel.clock.advance(180_000);
  expect(state()).toBe("scheduled");
  context.kernel.clock.advance(86_400_000);
  expect(state()).toBe("active");
});

test.each([
  {
    when: "the duration is not offered",
    input: { CapacityDurationHours: 360 },
    words: /CapacityDurationHours/,
  },
  { when: "it is too large", input: { InstanceCount: 65 }, words: /InstanceCount/ },
  {
    when: "the type is not sold in blocks",
    input: { InstanceType: "c5.xlarge" },
    words: /not supported for Capacity Blocks/,
  },
])("offerings are refused when $when", ({ input, words }) => {
  const question = { InstanceType: "p5.48xlarge", InstanceCount: 1, CapacityDurationHours: 24, ...input };
  expect(refusal(() => ec2Test().call("ec2", "DescribeCapacityBlockOfferings", question))).toMatch(words);
});

test("an on-demand reservation is made, grown and cancelled; a block cannot be cancelled", () => {
  const context = ec2Test();
  const { CapacityReservation } = context.call("ec2", "CreateCapacityReservation", {
    InstanceType: "c5.xlarge",
    InstancePlatform: "Linux/UNIX",
    AvailabilityZone: "us-west-2b",
    InstanceCount: 2,
  });
  const CapacityReservationId = CapacityReservation?.CapacityReservationId ?? "";
  context.call("ec2", "ModifyCapacityReservation", { CapacityReservationId, InstanceCount: 3 });
  expect(context.call("ec2", "GetCapacityReservationUsage", { CapacityReservationId })).toMatchObject({
    TotalInstanceCount: 3,
    AvailableInstanceCount: 3,
    State: "active",
  });
  context.call("ec2", "CancelCapacityReservation", { CapacityReservationId });
  expect(refusal(() => context.call("ec2", "CancelCapacityReservation", { CapacityReservationId }))).toMatch(
    /^InvalidCapacityReservationState/,
  );
  expect(
    refusal(() => context.call("ec2", "CancelCapacityReservation", { CapacityReservationId: SAMPLE_BLOCK })),
  ).toMatch(/^OperationNotPermitted/);
});

const ask = (id: string) => () =>
  ec2Test().call("ec2", "DescribeCapacityReservations", { CapacityReservationIds: [id] });

test("a reservation that does not exist is named", () => {
  expect(refusal(ask("cr-0000000000000000a"))).toMatch(
    /^InvalidCapacityReservationId.NotFound: .*cr-0000000000000000a/,
  );
  expect(refusal(ask("cr-XXXX"))).toMatch(/^InvalidCapacityReservationId.Malformed/);
});
