import { defineService } from "../../kernel/ServiceModule.ts";
import { getParameterOperations } from "./getParameters.ts";
import { manageParameterOperations } from "./manageParameters.ts";
import { putParameterOperations } from "./putParameter.ts";
import { parameterResource } from "./resources/parameterResource.ts";

/** AWS Systems Manager: the parameter store. */
export const ssm = defineService("ssm", {
  operations: {
    ...putParameterOperations,
    ...getParameterOperations,
    ...manageParameterOperations,
  },
  resourceTypes: [parameterResource],
});
