import { defineService } from "../../kernel/ServiceModule.ts";
import { groupOperations } from "./groups.ts";
import { memberOperations } from "./members.ts";

/** AWS Resource Groups: groups of capacity reservations. */
export const resourceGroups = defineService("resource-groups", {
  operations: { ...groupOperations, ...memberOperations },
});
