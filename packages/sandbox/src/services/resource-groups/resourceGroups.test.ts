import { expect, test } from "vitest";
import { AwsError } from "../../kernel/AwsError.ts";
import { defineService } from "../../kernel/ServiceModule.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { resourceGroups } from "./resourceGroups.ts";

const RESERVATION = "arn:aws:ec2:us-west-2:123456789012:capacity-reservation/cr-1";
const POOL = {
  Name: "pool",
  Description: "reservations of the team",
  Configuration: [
    { Type: "AWS::EC2::CapacityReservationPool" },
    {
      Type: "AWS::ResourceGroups::Generic",
      Parameters: [{ Name: "allowed-resource-types", Values: ["AWS::EC2::CapacityReservation"] }],
    },
  ],
};
const reservations = defineService("ec2", {
  operations: {
    DescribeCapacityReservations: {
      members: ["CapacityReservationIds"],
      run(input) {
        if (input.CapacityReservationIds?.[0] === "cr-1") return { CapacityReservations: [] };
        throw new AwsError("InvalidCapacityReservationId.NotFound", "no such reservation");
      },
    },
  },
});

function withPool() {
  const context = createTestKernel({ modules: [resourceGroups, reservations] }).context("us-west-2");
  context.call("resource-groups", "CreateGroup", POOL);
  return context;
}

test("a pool takes reservations that exist and refuses the others one by one", () => {
  const context = withPool();
  const missing = RESERVATION.replace("cr-1", "cr-2");
  const other = "arn:aws:ec2:us-west-2:123456789012:instance/i-1";
  expect(
    context.call("resource-groups", "GroupResources", {
      Group: "pool",
      ResourceArns: [RESERVATION, missing, other],
    }),
  ).toMatchObject({
    Succeeded: [RESERVATION],
    Failed: [
      { ResourceArn: missing, ErrorCode: "InvalidCapacityReservationId.NotFound" },
      { ResourceArn: other, ErrorCode: "ResourceTypeNotAllowed" },
    ],
  });
  expect(
    context.call("resource-groups", "ListGroupResources", {
      Group: "arn:aws:resource-groups:us-west-2:123456789012:group/pool",
    }).ResourceIdentifiers,
  ).toEqual([{ ResourceArn: RESERVATION, ResourceType: "AWS::EC2::CapacityReservation" }]);
  context.call("resource-groups", "UngroupResources", { Group: "pool", ResourceArns: [RESERVATION] });
  expect(context.call("resource-groups", "ListGroupResources", { Group: "pool" }).Resources).toEqual([]);
});

test("the configuration tells that it is a pool of reservations", () => {
  const context = withPool();
  const { GroupConfiguration } = context.call("resource-groups", "GetGroupConfiguration", { Group: "pool" });
  expect(GroupConfiguration?.Configuration?.map(({ Type }) => Type)).toEqual(
    POOL.Configuration.map(({ Type }) => Type),
  );
  const Filters = [{ Name: "configuration-type" as const, Values: ["AWS::EC2::CapacityReservationPool"] }];
  expect(context.call("resource-groups", "ListGroups", { Filters }).Groups).toMatchObject([
    { Name: "pool", GroupArn: "arn:aws:resource-groups:us-west-2:123456789012:group/pool" },
  ]);
});

test.each([
  { change: {}, message: "already exists" },
  { change: { Name: "a b" }, message: "The group name a b is not valid." },
  { change: { Name: "new", Configuration: [] }, message: "A group must have a configuration" },
  {
    change: { Name: "new", Configuration: [{ Type: "AWS::EC2::HostManagement" }] },
    message: "does not model groups of the configuration type AWS::EC2::HostManagement",
  },
])("a group is refused: $message", ({ change, message }) => {
  expect(() => withPool().call("resource-groups", "CreateGroup", { ...POOL, ...change })).toThrow(message);
});

test("a group that was deleted is not found", () => {
  const context = withPool();
  context.call("resource-groups", "DeleteGroup", { Group: "pool" });
  expect(() => context.call("resource-groups", "GetGroup", { Group: "pool" })).toThrow(
    "Cannot find group: pool",
  );
});
