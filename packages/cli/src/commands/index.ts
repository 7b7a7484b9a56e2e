import type { CommandSpec } from "../command/defineCommand.ts";
import { capacityCommands } from "./capacity/index.ts";
import { check } from "./check.ts";
import { connect } from "./connect.ts";
import { demo } from "./demo.ts";
import { diff } from "./diff.ts";
import { down } from "./down.ts";
import { events } from "./events.ts";
import { fleetCommands } from "./fleet/index.ts";
import { importGuide } from "./importGuide.ts";
import { init } from "./init.ts";
import { pclusterCommands } from "./pcluster/index.ts";
import { cancel, jobs } from "./jobs.ts";
import { logs } from "./logs.ts";
import { plan } from "./plan.ts";
import { sandboxCommands } from "./sandbox/index.ts";
import { status } from "./status.ts";
import { ssh, sshConfig } from "./ssh.ts";
import { submit } from "./submit.ts";
import { template } from "./template.ts";
import { up } from "./up.ts";

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly CommandSpec[] = [
  demo,
  init,
  importGuide,
  plan,
  up,
  down,
  template,
  check,
  diff,
  status,
  events,
  submit,
  jobs,
  cancel,
  logs,
  connect,
  ssh,
  sshConfig,
  ...fleetCommands,
  ...capacityCommands,
  ...sandboxCommands,
  ...pclusterCommands,
];
