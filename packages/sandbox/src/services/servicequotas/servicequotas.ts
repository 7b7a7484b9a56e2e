import { defineService } from "../../kernel/ServiceModule.ts";
import { quotaRequestOperations, quotaRequestTimers } from "./quotaRequests.ts";
import { quotaOperations } from "./quotas.ts";

/** Service Quotas: a shipped table of quotas and requests to raise them. */
export const servicequotas = defineService("servicequotas", {
  operations: { ...quotaOperations, ...quotaRequestOperations },
  timers: quotaRequestTimers,
});
