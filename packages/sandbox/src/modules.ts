import type { ServiceModule } from "./kernel/ServiceModule.ts";
import { sts } from "./services/sts/sts.ts";
import { iam } from "./services/iam/iam.ts";
import { logs } from "./services/logs/logs.ts";

/** Every part of the sandbox, in the order in which events are delivered. */
export const SANDBOX_MODULES: readonly ServiceModule[] = [sts, iam, logs];
