import { clusterConfigRules as rules, factsOfPart, found, refused } from "@trainyard/core";
import { imageOf } from "./accountAdapters.ts";
import { existence, withAccount } from "./mockAnswers.ts";
import { NotRecorded, type Recorded } from "./Recorded.ts";
import { capacityTypeOf, testOf, type ValidatorAdapter, type ValidatorCall } from "./ValidatorAdapter.ts";

/** Reservations, placement groups and instance types that an account is asked about. */
export const reservationAdapters: Readonly<Record<string, ValidatorAdapter>> = {
  CapacityReservationValidator: (call) => {
    const test = testOf(call);
    const reservation = reservationOf(test.part("capacity_reservation_info"));
    return rules.capacityReservationValidator(
      {
        reservationId: call.given.optionalText("capacity_reservation_id"),
        instanceTypes: call.given.texts("instance_types"),
        isFlexible: call.given.flag("is_flexible"),
        subnetId: call.given.text("subnet"),
        capacityType: capacityTypeOf(call.given),
        os: "",
        limits: call.limits,
      },
      withAccount({
        reservations: { reservation: async () => found(reservation) },
        network: { subnet: async (id) => found(subnetIn(id, test.text("subnet_availability_zone"))) },
      }),
    );
  },
  CapacityReservationSizeValidator: (call) => {
    const reservation = reservationOf(testOf(call).part("capacity_reservation_info"));
    return rules.capacityReservationSizeValidator(
      {
        reservationId: call.given.text("capacity_reservation_id"),
        instanceCount: call.given.number("num_of_instances"),
      },
      withAccount({ reservations: { reservation: async () => found(reservation) } }),
    );
  },
  CapacityReservationResourceGroupValidator: (call) => checkReservationGroup(call),
  PlacementGroupCapacityReservationValidator: (call) => checkReservationPlacement(call),
  PlacementGroupNamingValidator: (call) => {
    const group = call.given.part("placement_group");
    const answer = () => existence(call, "exists" as const);
    return rules.placementGroupNamingValidator(
      {
        enabled: group.optionalFlag("enabled"),
        id: group.optionalText("id"),
        name: group.optionalText("name"),
      },
      withAccount({ instances: { placementGroup: answer } }),
    );
  },
  InstanceTypeBaseAMICompatibleValidator: (call) => {
    const instanceType = call.given.text("instance_type");
    const image = call.test && imageOf(call.test.part("ami_response"));
    const facts = factsOfPart(instanceType, {
      ProcessorInfo: { SupportedArchitectures: call.test?.texts("instance_architectures") ?? [] },
    });
    return rules.instanceTypeBaseAMICompatibleValidator(
      { instanceType, imageId: call.given.text("image") },
      withAccount({
        images: { image: () => existence(call, image) },
        instances: {
          instanceType: () => existence(call, facts),
          offeredTypes: async () =>
            found(new Set([instanceType, ...(call.test?.texts("instance_response") ?? [])])),
        },
      }),
    );
  },
  AwsBatchInstancesArchitectureCompatibilityValidator: (call) => {
    const architecture = testOf(call).text("compute_architecture");
    return rules.awsBatchInstancesArchitectureCompatibilityValidator(
      { instanceTypes: call.given.texts("instance_types"), architecture: call.given.text("architecture") },
      withAccount({
        instances: {
          offeredTypes: async () => found(new Set(call.given.texts("instance_types"))),
          instanceType: (name) =>
            existence(
              { isMissing: false },
              factsOfPart(name, { ProcessorInfo: { SupportedArchitectures: [architecture] } }),
            ),
        },
      }),
    );
  },
  AwsBatchComputeInstanceTypeValidator: () => {
    throw new NotRecorded("the types that AWS Batch takes and their vCPUs");
  },
};

function checkReservationGroup(call: ValidatorCall) {
  const test = testOf(call);
  const reservations = test.list("capacity_reservations_in_resource_group").flatMap((one) => {
    if (!Array.isArray(one)) return [];
    const [id, instanceType, zone] = one.map(String);
    return [{ ...EMPTY_RESERVATION, id: id ?? "", instanceType: instanceType ?? "", zone: zone ?? "" }];
  });
  const types = test
    .part("group_configuration")
    .part("GroupConfiguration")
    .parts("Configuration")
    .map((configuration) => configuration.text("Type"));
  return rules.capacityReservationResourceGroupValidator(
    {
      groupArn: call.given.optionalText("capacity_reservation_resource_group_arn") ?? "group",
      instanceTypes: test.texts("desired_instance_type"),
      queueName: call.given.optionalText("queue_name") ?? "queue",
      subnetZones: test.textMap("subnet_az_map"),
    },
    withAccount({
      reservations: {
        isReservationPool: async () => found(types.includes("AWS::EC2::CapacityReservationPool")),
        reservationsOfGroup: async () => found(reservations.map(({ id }) => id)),
        reservation: async (id) =>
          existence(
            { isMissing: false },
            reservations.find((one) => one.id === id),
          ),
      },
    }),
  );
}

/** Every recorded reservation, and every subnet, is in the one zone of the test. */
function checkReservationPlacement(call: ValidatorCall) {
  const target = call.given.part("odcr");
  const reservations = testOf(call).parts("capacity_reservations").map(reservationOf);
  const zone = reservations[0]?.zone ?? "";
  return rules.placementGroupCapacityReservationValidator(
    {
      placementGroup: call.given.optionalText("placement_group"),
      reservationId: target.optionalText("capacity_reservation_id"),
      groupArn: target.optionalText("capacity_reservation_resource_group_arn"),
      subnetId: call.given.text("subnet"),
      instanceTypes: call.given.texts("instance_types"),
      multiAz: call.given.flag("multi_az_enabled"),
      limits: call.limits,
    },
    withAccount({
      network: { subnet: async (id) => found(subnetIn(id, zone)) },
      reservations: {
        reservationsOfGroup: async () => found(reservations.map(({ id }) => id)),
        reservation: async (id) => {
          const one = reservations.find((reservation) => reservation.id === id) ?? reservations[0];
          return one === undefined ? refused("NotFound", id) : found(one);
        },
      },
    }),
  );
}

const EMPTY_RESERVATION = {
  platform: "",
  state: "active",
  reservationType: undefined,
  totalInstances: 0,
  availableInstances: 0,
  requestedInstances: 0,
  placementGroupArn: undefined,
};

const QUANTITY_TAG = "aws:ec2capacityreservation:incrementalRequestedQuantity";

function reservationOf(info: Recorded) {
  const data = info.part("capacity_reservation_data");
  const quantity = data.parts("Tags").find((tag) => tag.text("Key") === QUANTITY_TAG);
  return {
    ...EMPTY_RESERVATION,
    id: data.text("CapacityReservationId"),
    instanceType: data.text("InstanceType"),
    zone: data.text("AvailabilityZone"),
    reservationType: data.optionalText("ReservationType"),
    totalInstances: data.optionalNumber("TotalInstanceCount") ?? 0,
    availableInstances: data.optionalNumber("AvailableInstanceCount") ?? 0,
    requestedInstances: Number(quantity?.text("Value") ?? 0),
    placementGroupArn: data.optionalText("PlacementGroupArn"),
  };
}

function subnetIn(id: string, zone: string) {
  return { id, vpc: "", zone, cidr: "", assignsPublicAddress: false };
}
