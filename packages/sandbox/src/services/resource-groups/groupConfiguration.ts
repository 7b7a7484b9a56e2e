import type { GroupConfigurationItem } from "@aws-sdk/client-resource-groups";
import { badRequest } from "./groupLookup.ts";
import type { ConfigurationItemRecord, GroupRecord } from "./ResourceGroupsState.ts";

export const RESERVATION_POOL = "AWS::EC2::CapacityReservationPool";
const GENERIC = "AWS::ResourceGroups::Generic";
const ALLOWED_TYPES = "allowed-resource-types";

/** @throws {AwsError} `BadRequestException` for types that a group cannot have or that are not modelled. */
export function readConfiguration(
  items: readonly GroupConfigurationItem[],
): readonly ConfigurationItemRecord[] {
  return items.map(({ Type = "", Parameters = [] }) => {
    if (Type !== RESERVATION_POOL && Type !== GENERIC)
      throw badRequest(`The sandbox does not model groups of the configuration type ${Type}.`);
    return {
      type: Type,
      parameters: Parameters.map(({ Name = "", Values = [] }) => ({ name: Name, values: Values })),
    };
  });
}

export function configurationView(group: GroupRecord): GroupConfigurationItem[] {
  return group.configuration.map(({ type, parameters }) => ({
    Type: type,
    Parameters: parameters.map(({ name, values }) => ({ Name: name, Values: [...values] })),
  }));
}

export function allowsType(group: GroupRecord, resourceType: string): boolean {
  const allowed = group.configuration
    .flatMap(({ parameters }) => parameters)
    .filter(({ name }) => name === ALLOWED_TYPES)
    .flatMap(({ values }) => values);
  return allowed.length === 0 || allowed.includes(resourceType);
}

/** `AWS::EC2::CapacityReservation` for its ARN; undefined for what is not modelled. */
export function resourceTypeOf(arn: string): string | undefined {
  return /^arn:[^:]+:ec2:[^:]+:\d{12}:capacity-reservation\/cr-/.test(arn)
    ? "AWS::EC2::CapacityReservation"
    : undefined;
}
