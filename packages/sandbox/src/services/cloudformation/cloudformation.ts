import { ENGINE_TIMERS } from "../../cloudformation/engine/timers.ts";
import { cdkMetadata } from "../../cloudformation/resources/cdkMetadata.ts";
import { customResource } from "../../cloudformation/resources/customResource.ts";
import { nestedStack } from "../../cloudformation/resources/nestedStack.ts";
import { onWaitTimeout, waitCondition } from "../../cloudformation/resources/waitCondition.ts";
import { onSignal, waitConditionHandle } from "../../cloudformation/resources/waitConditionHandle.ts";
import { defineService } from "../../kernel/ServiceModule.ts";
import { changeSetOperations, onChangeSetCreated, onStackSettled } from "./changeSetOperations.ts";
import { describeOperations } from "./describeOperations.ts";
import { stackOperations } from "./stackOperations.ts";
import { templateOperations } from "./templateOperations.ts";

/** AWS CloudFormation. */
export const cloudformation = defineService("cloudformation", {
  operations: {
    ...stackOperations,
    ...describeOperations,
    ...templateOperations,
    ...changeSetOperations,
  },
  timers: {
    ...ENGINE_TIMERS,
    "cloudformation.wait-timeout": onWaitTimeout,
    "cloudformation.change-set-created": onChangeSetCreated,
  },
  listeners: {
    "cloudformation.signal": onSignal,
    "cloudformation.stack-settled": onStackSettled,
  },
  resourceTypes: [cdkMetadata, customResource, nestedStack, waitCondition, waitConditionHandle],
});
