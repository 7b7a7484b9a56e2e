import type { ObservedAccount } from "./ObservedAccount.ts";

/** Whose queue is resolved, and against what. */
export interface QueueContext {
  /** Where the queue stands in the project file, for messages. */
  readonly path: string;
  readonly name: string;
  readonly resourceName: string;
  readonly region: string;
  readonly observed: ObservedAccount;
}
