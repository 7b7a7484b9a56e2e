export type FindingLevel = "INFO" | "WARNING" | "ERROR";

/** What one rule says about one place. The level is the official one, the words are ours. */
export interface Finding {
  readonly level: FindingLevel;
  readonly message: string;
}

export type Findings = readonly Finding[];

/** Rules that ask an account answer later; all others at once. */
export type RuleAnswer = Findings | Promise<Findings>;

export function error(message: string): Finding {
  return { level: "ERROR", message };
}

export function warning(message: string): Finding {
  return { level: "WARNING", message };
}

export function info(message: string): Finding {
  return { level: "INFO", message };
}

/** The findings whose condition holds, in order. */
export function findingsOf(...candidates: readonly (Finding | false | undefined)[]): Findings {
  return candidates.filter(
    (candidate): candidate is Finding => candidate !== undefined && candidate !== false,
  );
}
