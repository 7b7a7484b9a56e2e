import { isConfigMap, type ConfigMap } from "../yaml/configValue.ts";
import type { CheckFacts, CheckFinding } from "./check.ts";
import { isWritten } from "./needs.ts";

export function checkSecurityGroups(value: ConfigMap, facts: CheckFacts): readonly CheckFinding[] {
  return atMostOne(value, ["SecurityGroups", "AdditionalSecurityGroups"], facts);
}

export function checkRoles(value: ConfigMap, facts: CheckFacts): readonly CheckFinding[] {
  return atMostOne(value, ["AdditionalIamPolicies", "InstanceRole", "InstanceProfile"], facts);
}

export function checkS3Access(value: ConfigMap, facts: CheckFacts): readonly CheckFinding[] {
  const withRole = atMostOne(value, ["S3Access", "InstanceRole"], facts);
  return withRole.length > 0 ? withRole : atMostOne(value, ["S3Access", "InstanceProfile"], facts);
}

export function checkReservationTarget(value: ConfigMap, facts: CheckFacts): readonly CheckFinding[] {
  const keys = ["CapacityReservationId", "CapacityReservationResourceGroupArn"];
  if (facts.partial || keys.filter((key) => isWritten(value[key])).length === 1) return [];
  return [
    {
      message:
        "A capacity reservation target names either a reservation or a resource group of reservations.",
      hint: `Write exactly one of ${keys.join(" and ")}.`,
    },
  ];
}

export function checkOneInstanceForm(value: ConfigMap, facts: CheckFacts): readonly CheckFinding[] {
  return atMostOne(value, ["InstanceType", "Instances"], facts);
}

/** The type may also come from the reservation that the compute resource itself targets. */
export function checkInstanceDeclared(value: ConfigMap): readonly CheckFinding[] {
  if (isWritten(value["Instances"]) || isWritten(value["InstanceType"])) return [];
  const target = value["CapacityReservationTarget"];
  if (isConfigMap(target) && isWritten(target["CapacityReservationId"])) return [];
  return [
    {
      message: "The compute resource says nowhere which instance type it uses.",
      hint: "Write InstanceType, Instances, or a CapacityReservationId in CapacityReservationTarget.",
    },
  ];
}

function atMostOne(value: ConfigMap, keys: readonly string[], facts: CheckFacts): readonly CheckFinding[] {
  const written = keys.filter((key) => isWritten(value[key]));
  if (facts.partial || written.length <= 1) return [];
  return [
    { message: `${written.join(" and ")} cannot be used together.`, hint: `Keep one of ${keys.join(", ")}.` },
  ];
}
