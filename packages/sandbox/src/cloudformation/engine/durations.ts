/**
 * Modelled times of CloudFormation itself; the times of resources are their providers'. Assumed: AWS publishes
 * none; the values are of the size that event lists of small stacks show.
 */
export const DURATIONS = {
  /** From the stack's own event to the first resource. */
  startMs: 2_000,
  /** From a resource's first event to the call of its provider. */
  handlerMs: 1_000,
  /** Between two tries of what another resource of the stack still keeps from being done. */
  retryMs: 15_000,
  /** How long it is tried. */
  retriesMs: 600_000,
  /** From the creation of a change set until it can be executed. */
  changeSetMs: 3_000,
} as const;
