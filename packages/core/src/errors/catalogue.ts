/** What the exit code of the process says about an error. */
export const EXIT_CODES = { ok: 0, bug: 1, badInput: 2, refused: 3, awsFailed: 4, declined: 5 } as const;

export type ExitReason = keyof typeof EXIT_CODES;

interface CatalogueEntry {
  /** Which exit code the error ends the process with. */
  readonly exit: ExitReason;
  /** One sentence for the reference page: when this happens. */
  readonly summary: string;
}

/** Every error code of trainyard: the key is the code, the reference page and the exit codes are made from it. */
export const ERROR_CATALOGUE = {
  INTERNAL: { exit: "bug", summary: "A defect of trainyard itself; the message asks for a report." },

  USAGE: {
    exit: "badInput",
    summary: "A command, flag or argument is unknown, missing or has a wrong value.",
  },
  FILE_NOT_FOUND: { exit: "badInput", summary: "A file that was named does not exist." },
  FILE_UNREADABLE: {
    exit: "badInput",
    summary: "A file is a directory, binary, too large or may not be read.",
  },
  FILE_EXISTS: { exit: "badInput", summary: "A file would be overwritten." },
  PROJECT_INVALID: {
    exit: "badInput",
    summary: "The project file has problems; each is listed with its place.",
  },
  GUIDE_CONFIG_INVALID: { exit: "badInput", summary: "The guide's config.yaml cannot be imported." },
  CLUSTER_CONFIG_INVALID: { exit: "refused", summary: "The ParallelCluster configuration breaks a rule." },
  PLACEHOLDER_LEFT: { exit: "badInput", summary: "A value is still the placeholder of an example." },

  RESERVATION_NOT_FOUND: {
    exit: "refused",
    summary: "The capacity reservation is not in this account and region.",
  },
  RESERVATION_TOO_SMALL: {
    exit: "refused",
    summary: "The reservation holds fewer instances than the project asks for.",
  },
  RESERVATION_NOT_USABLE: {
    exit: "refused",
    summary: "The reservation is cancelled, expired or of another instance type or zone.",
  },
  INSTANCE_TYPE_NOT_OFFERED: {
    exit: "refused",
    summary: "The instance type is not offered in the region or zone.",
  },
  SECOND_ZONE_MISSING: {
    exit: "refused",
    summary: "Home directories across two zones need a second zone or subnet that is not known.",
  },
  KEY_PAIR_CONFLICT: {
    exit: "refused",
    summary: "The key pair and the private key file do not belong together.",
  },
  BUCKET_TAKEN: {
    exit: "refused",
    summary: "The data bucket belongs to another account or may not be read.",
  },
  STACK_CONFLICT: {
    exit: "refused",
    summary: "A stack of that name exists and is in a state that cannot be gone on from.",
  },

  CREDENTIALS_MISSING: { exit: "awsFailed", summary: "No AWS credentials were found, or they have expired." },
  ENDPOINT_UNREACHABLE: { exit: "awsFailed", summary: "The AWS endpoint does not answer." },
  ACCESS_DENIED: { exit: "awsFailed", summary: "The caller may not do what the command needs." },
  AWS_FAILED: {
    exit: "awsFailed",
    summary: "AWS answered a call with an error that has no code of its own here.",
  },
  STACK_FAILED: { exit: "awsFailed", summary: "A CloudFormation stack ended in a failed state." },
  JOB_FAILED: { exit: "awsFailed", summary: "A job that a command depends on ended with an error." },
  STEP_TIMED_OUT: { exit: "awsFailed", summary: "A step of the deployment did not end within its deadline." },
  NOT_DEPLOYED: { exit: "badInput", summary: "The project has no cluster in this account and region yet." },

  NODE_NOT_REACHABLE: {
    exit: "awsFailed",
    summary: "Systems Manager does not reach the node, or there is no node to reach.",
  },
  REMOTE_COMMAND_FAILED: {
    exit: "awsFailed",
    summary: "A command that was sent to the head node did not end well.",
  },
  SESSION_FAILED: { exit: "awsFailed", summary: "A session on a node could not be opened, or broke." },
  PROGRAM_MISSING: { exit: "badInput", summary: "A program that the command starts is not installed." },
  JOB_REJECTED: {
    exit: "refused",
    summary: "The cluster cannot run the job: its partition, nodes or GPUs are not there.",
  },
  JOB_NOT_FOUND: { exit: "badInput", summary: "The scheduler does not know the job, or not any more." },
  ACCOUNTING_ON_SANDBOX_ONLY: {
    exit: "badInput",
    summary: "The project keeps its accounting on the head node, which AWS ParallelCluster does not.",
  },
  JOB_HISTORY_OFF: {
    exit: "badInput",
    summary: "The cluster keeps no record of jobs that have ended: the project's `accounting` says so.",
  },
  JOB_UNFINISHED: {
    exit: "awsFailed",
    summary: "A job ended without an exit code of its own: cancelled, out of time or memory, node lost.",
  },
  UPLOAD_TOO_LARGE: { exit: "badInput", summary: "The files of a job are too large to be sent with it." },
  FLEET_CONFLICT: {
    exit: "refused",
    summary: "The compute fleet cannot be started or stopped from its present state.",
  },
  LOG_NOT_FOUND: { exit: "badInput", summary: "The cluster keeps no logs, or none of that node and name." },

  DECLINED: { exit: "declined", summary: "The question was answered with no, or could not be asked." },
  INTERRUPTED: {
    exit: "declined",
    summary: "The command was interrupted; run again, it goes on from there.",
  },

  SANDBOX_RUNNING: { exit: "badInput", summary: "A sandbox with this state directory runs already." },
  SANDBOX_NOT_RUNNING: { exit: "badInput", summary: "No sandbox runs with this state directory." },
  SANDBOX_START_FAILED: { exit: "awsFailed", summary: "The sandbox could not be started." },
  SANDBOX_PORT_TAKEN: { exit: "badInput", summary: "The port for the sandbox is in use." },
  SANDBOX_HOSTS_UNAVAILABLE: {
    exit: "refused",
    summary: "Hosts cannot run as they were asked for, or not as the sandbox's instances need them.",
  },
  SANDBOX_DISK_FULL: { exit: "refused", summary: "The disk with the sandbox's state is full." },
  SANDBOX_STATE_INVALID: { exit: "badInput", summary: "A saved sandbox state cannot be read." },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;
