import { defineService } from "../../kernel/ServiceModule.ts";
import { endLostCommands, listCommandOperations } from "./commands/listCommands.ts";
import { deliverCommand, sendCommandOperations } from "./commands/sendCommand.ts";
import { getParameterOperations } from "./getParameters.ts";
import { manageParameterOperations } from "./manageParameters.ts";
import { nodeOperations } from "./nodes/describeNodes.ts";
import { putParameterOperations } from "./putParameter.ts";
import { endLostSessions, sessionOperations } from "./session/sessionOperations.ts";
import { parameterResource } from "./resources/parameterResource.ts";

/** AWS Systems Manager: parameters, managed nodes, commands and sessions on them. */
export const ssm = defineService("ssm", {
  operations: {
    ...putParameterOperations,
    ...getParameterOperations,
    ...manageParameterOperations,
    ...nodeOperations,
    ...sendCommandOperations,
    ...listCommandOperations,
    ...sessionOperations,
  },
  timers: { "ssm.deliver-command": deliverCommand },
  listeners: {
    "sandbox.started": (event, context) => {
      endLostCommands(event, context);
      endLostSessions(event, context);
    },
  },
  resourceTypes: [parameterResource],
});
