import type { ValuePath } from "./SourceMap.ts";

/** A path as people write it: `queues[0].name`. */
export function pathText(path: ValuePath): string {
  return path
    .map((step, index) =>
      typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${String(step)}`,
    )
    .join("");
}
