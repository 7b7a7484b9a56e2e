import { defineService } from "../../kernel/ServiceModule.ts";
import { concurrencyOperations } from "./concurrency.ts";
import { functionOperations, functionTimers } from "./functions.ts";
import { functionTagOperations } from "./functionTags.ts";
import { layerOperations } from "./layers.ts";
import { permissionOperations } from "./permissions.ts";
import { functionResource } from "./resources/functionResource.ts";
import { layerVersionResource } from "./resources/layerVersionResource.ts";
import { permissionResource } from "./resources/permissionResource.ts";

/** AWS Lambda: functions are kept with all they say, their code is never run. */
export const lambda = defineService("lambda", {
  operations: {
    ...functionOperations,
    ...functionTagOperations,
    ...concurrencyOperations,
    ...permissionOperations,
    ...layerOperations,
  },
  timers: functionTimers,
  resourceTypes: [functionResource, layerVersionResource, permissionResource],
});
