/** What an account answered: the thing, or the refusal with the service's own code and text. */
export type AwsAnswer<T> = { readonly kind: "found"; readonly value: T } | AwsRefusal;

export interface AwsRefusal {
  readonly kind: "refused";
  readonly code: string;
  readonly message: string;
}

/** Thrown by `foundOrThrow`: a rule that cannot go on becomes one error of that rule. */
export class AwsLookupError extends Error {
  readonly code: string;

  constructor(refusal: AwsRefusal) {
    super(refusal.message);
    this.name = "AwsLookupError";
    this.code = refusal.code;
  }
}

export function found<T>(value: T): AwsAnswer<T> {
  return { kind: "found", value };
}

export function refused(code: string, message: string): AwsRefusal {
  return { kind: "refused", code, message };
}

/** @throws {AwsLookupError} when the account refused. */
export function foundOrThrow<T>(answer: AwsAnswer<T>): T {
  if (answer.kind === "found") return answer.value;
  throw new AwsLookupError(answer);
}
