import type { SlurmPlan, WallSecondsOf } from "./SlurmPlan.ts";

/** Wall clock seconds of Slurm's timers; which are shortened, and to what, stands in `behaviour/slurm.md`. */
export interface SlurmTimers {
  readonly suspendSeconds: number;
  readonly suspendTimeoutSeconds: number;
  readonly resumeTimeoutSeconds: number;
  readonly slurmdTimeoutSeconds: number;
  readonly killWaitSeconds: number;
  readonly credentialSeconds: number;
  readonly messageTimeoutSeconds: number;
}

const SECONDS_PER_MINUTE = 60;
/** A year: with the -1 of newer versions Slurm 22.05 does not power nodes up either. */
const NEVER_SECONDS = 31_536_000;
/** A credential has to live until the last node of a wide job has its launch request. */
const NODES_PER_CREDENTIAL_SECOND = 16;

/**
 * Modelled times run as fast as the sandbox does; each has a least length below which processes on a busy machine do
 * not keep up.
 */
export function slurmTimers(plan: SlurmPlan, wallSecondsOf: WallSecondsOf): SlurmTimers {
  const shortened = (modelledSeconds: number, leastSeconds: number) =>
    Math.min(modelledSeconds, Math.max(leastSeconds, Math.ceil(wallSecondsOf(modelledSeconds))));
  const nodeCount = plan.queues
    .flatMap(({ resources }) => resources)
    .reduce((total, { staticCount, dynamicCount }) => total + staticCount + dynamicCount, 0);
  const idleMinutes = plan.scaledownIdleMinutes;
  return {
    suspendSeconds: idleMinutes < 0 ? NEVER_SECONDS : shortened(idleMinutes * SECONDS_PER_MINUTE, 10),
    suspendTimeoutSeconds: shortened(120, 3),
    resumeTimeoutSeconds: shortened(plan.computeBootstrapTimeoutSeconds, 60),
    slurmdTimeoutSeconds: shortened(180, 30),
    killWaitSeconds: shortened(30, 5),
    messageTimeoutSeconds: shortened(60, 10),
    credentialSeconds: shortened(70, 10 + Math.floor(nodeCount / NODES_PER_CREDENTIAL_SECOND)),
  };
}
