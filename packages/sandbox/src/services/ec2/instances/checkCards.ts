import { AwsError } from "../../../kernel/AwsError.ts";
import { invalidValue } from "../requests/parameters.ts";
import type { InstanceType } from "@trainyard/core";
import { interfacesPerCard } from "../types/interfaceLimits.ts";
import type { InterfacePlan } from "./LaunchPlan.ts";

/** @throws {AwsError} when the instance type has not the cards, places or EFA that the interfaces ask for */
export function checkCards(plans: readonly InterfacePlan[], type: InstanceType): void {
  const places = plans.map((plan) => `${plan.cardIndex}/${plan.deviceIndex}`);
  if (new Set(places).size < places.length)
    throw invalidValue("Each network interface requires a unique device index.");
  if (!places.includes("0/0"))
    throw invalidValue("A network interface with device index 0 on network card 0 is required.");
  if (new Set(plans.map((plan) => plan.subnet.zoneName)).size > 1)
    throw invalidValue("All network interfaces must be in the same Availability Zone.");
  if (plans[0]?.interfaceType === "efa-only")
    throw invalidValue("The primary network interface cannot be of the type efa-only.");
  checkCount(plans, type);
  checkEfa(plans, type);
}

function checkCount(plans: readonly InterfacePlan[], type: InstanceType): void {
  const perCard = interfacesPerCard(type);
  for (const { cardIndex } of plans) {
    if (cardIndex < 0 || cardIndex >= type.networkCards)
      throw invalidValue(
        `Network card index ${cardIndex} is not valid for instance type ${type.instanceType}, which has ${type.networkCards} network cards.`,
      );
    const count = plans.filter((plan) => plan.cardIndex === cardIndex).length;
    if (count > perCard)
      throw new AwsError(
        "AttachmentLimitExceeded",
        `Interface count ${count} exceeds the limit for ${type.instanceType}`,
      );
  }
}

function checkEfa(plans: readonly InterfacePlan[], type: InstanceType): void {
  const efa = plans.filter((plan) => plan.interfaceType !== "interface");
  if (efa.length === 0) return;
  if (!type.efaSupported)
    throw new AwsError("Unsupported", `EFA interfaces are not supported on ${type.instanceType}`);
  if (efa.length > type.maxEfaInterfaces)
    throw new AwsError(
      "AttachmentLimitExceeded",
      `EFA interface count ${efa.length} exceeds the limit for ${type.instanceType}`,
    );
}
