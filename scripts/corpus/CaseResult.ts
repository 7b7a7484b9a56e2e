/** What became of one recorded case. */
export type CaseResult =
  | {
      readonly kind: "compared";
      readonly name: string;
      readonly official: string;
      readonly ours: string;
      readonly agrees: boolean;
    }
  | {
      /** The case records no verdict, or not what the verdict was made from. */
      readonly kind: "no-verdict";
      readonly name: string;
      readonly reason: string;
    };

export function compared(name: string, official: string, ours: string): CaseResult {
  return { kind: "compared", name, official, ours, agrees: official === ours };
}

export function noVerdict(name: string, reason: string): CaseResult {
  return { kind: "no-verdict", name, reason };
}

/** One text for a list whose order means nothing. */
export function unordered(items: readonly string[]): string {
  return items.toSorted().join(", ");
}

export function verdictText(phase: string, items: readonly string[]): string {
  return items.length === 0 ? phase : `${phase}: ${unordered(items)}`;
}
