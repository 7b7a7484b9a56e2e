export { runSandbox, type RunningSandbox, type SandboxOptions } from "./server/runSandbox.ts";
export { ADMIN_PREFIX, TOKEN_HEADER } from "./server/createAdmin.ts";
export type { SandboxStatus } from "./server/SandboxStatus.ts";
export { readSandboxInfo, type SandboxInfo } from "./state/SandboxInfo.ts";
export { StateFormatError } from "./state/StateDirectory.ts";
export { StateInUseError } from "./state/StateLock.ts";
export { examineMachine } from "./hosts/machine/examineMachine.ts";
export type { MachineCheck, MachineReport } from "./hosts/machine/MachineReport.ts";
