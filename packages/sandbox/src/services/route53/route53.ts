import { defineService } from "../../kernel/ServiceModule.ts";
import { changeOperations, changeTimers } from "./changes.ts";
import { recordSetOperations } from "./recordSets.ts";
import { hostedZoneResource } from "./resources/hostedZoneResource.ts";
import { recordSetGroupResource } from "./resources/recordSetGroupResource.ts";
import { recordSetResource } from "./resources/recordSetResource.ts";
import { zoneOperations } from "./zones.ts";
import { zoneTagOperations } from "./zoneTags.ts";
import { zoneVpcOperations } from "./zoneVpcs.ts";

/** Amazon Route 53: hosted zones and simple record sets, one store for all regions. */
export const route53 = defineService("route53", {
  operations: {
    ...zoneOperations,
    ...zoneTagOperations,
    ...zoneVpcOperations,
    ...recordSetOperations,
    ...changeOperations,
  },
  timers: changeTimers,
  resourceTypes: [hostedZoneResource, recordSetGroupResource, recordSetResource],
});
