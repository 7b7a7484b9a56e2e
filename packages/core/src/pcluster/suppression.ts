/** Tells whether a validator is not to be run. */
export type Suppression = (validator: string) => boolean;

const SUPPRESSION_PATTERN = /^(?:ALL|type:([A-Za-z0-9]+))$/;

/** Whether a text is `ALL` or `type:` with the name of a validator. */
export function isSuppression(text: string): boolean {
  return SUPPRESSION_PATTERN.test(text);
}

/** Texts that are no suppression suppress nothing; check them with `isSuppression` first. */
export function suppressionOf(texts: readonly string[]): Suppression {
  if (texts.includes("ALL")) return () => true;
  const names = new Set(texts.map((text) => SUPPRESSION_PATTERN.exec(text)?.[1]));
  return (validator) => names.has(validator);
}
