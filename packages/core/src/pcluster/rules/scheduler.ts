import { error, findingsOf, type Findings } from "./finding.ts";

export function schedulerValidator({ scheduler }: { readonly scheduler: string }): Findings {
  return findingsOf(
    !["slurm", "awsbatch"].includes(scheduler) &&
      error(`The scheduler ${scheduler} is not supported; use slurm or awsbatch.`),
  );
}

export function schedulerDisableSudoAccessForDefaultUserValidator({
  scheduler,
}: {
  readonly scheduler: string;
}): Findings {
  return findingsOf(
    scheduler === "awsbatch" && error("DisableSudoAccessForDefaultUser cannot be used with awsbatch."),
  );
}

export function loginNodesSchedulerValidator({ scheduler }: { readonly scheduler: string }): Findings {
  return findingsOf(scheduler !== "slurm" && error(`LoginNodes need the scheduler slurm, not ${scheduler}.`));
}

export interface HeadNodeImdsInput {
  readonly secured: boolean | undefined;
  readonly scheduler: string | undefined;
}

export function headNodeImdsValidator({ secured, scheduler }: HeadNodeImdsInput): Findings {
  if (scheduler === undefined) return [error("Imds cannot be checked: there is no scheduler.")];
  if (secured === undefined) return [error("Imds cannot be checked: Secured is not set.")];
  return findingsOf(
    secured &&
      scheduler !== "slurm" &&
      error(`HeadNode/Imds/Secured must be false with the scheduler ${scheduler}.`),
  );
}
