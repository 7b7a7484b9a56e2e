import { createHash } from "node:crypto";

/** Suffix of ids that belong to a queue, a storage or a compute resource: the SHA-1 of its name. */
export function nameSuffix(name: string): string {
  const hex = createHash("sha1").update(name).digest("hex").slice(0, 16);
  return hex.charAt(0).toUpperCase() + hex.slice(1);
}

/**
 * Logical id of a nested construct: the path without repetitions, and the first eight digits of its MD5.
 * `["HeadNodeHealthAlarm", "Resource"]` gives `HeadNodeHealthAlarmB0807419`.
 */
export function constructId(path: readonly string[]): string {
  const hash = createHash("md5").update(path.join("/")).digest("hex").slice(0, 8).toUpperCase();
  const parts = path.filter((part) => part !== "Resource").map(onlyLettersAndDigits);
  const human = parts.filter((part, index) => part !== parts[index - 1]).join("");
  return human.slice(0, 240) + hash;
}

export function onlyLettersAndDigits(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, "");
}
