/** Where in a text something stands; line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One thing wrong with an input text, in a form that every command renders alike. */
export interface Problem {
  /** Stable name of the rule, for programs. */
  readonly rule: string;
  /** Path of the value, like `storage.scratch.capacityGiB` or `Scheduling/SlurmQueues[0]/Name`; empty for the whole text. */
  readonly path: string;
  /** What is wrong, with the value. */
  readonly message: string;
  /** What is allowed, or what to do next. */
  readonly hint: string;
  readonly position: Position;
  /** How many characters from `position` on are meant; at least 1. */
  readonly length: number;
}
