import { isConfigMap, type ConfigComment, type ConfigValue } from "./ConfigValue.ts";
import { listIdentity } from "./mergeConfig.ts";

type Path = readonly (string | number)[];

/**
 * The remarks of a raw `cluster:` block where their values stand in the merged configuration; those on removed keys go
 * with them.
 */
export function overlayComments(
  comments: readonly ConfigComment[],
  overlay: Readonly<Record<string, unknown>>,
  merged: ConfigValue,
): readonly ConfigComment[] {
  return comments.flatMap((comment) => {
    const path = pathInMerged(comment.path, overlay, merged);
    return path === undefined ? [] : [{ ...comment, path }];
  });
}

function pathInMerged(path: Path, overlay: unknown, merged: ConfigValue): Path | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return [];
  const over = childOf(overlay, step);
  const place = Array.isArray(merged) ? indexIn(merged, Number(step), over) : step;
  const child = childOf(merged, place);
  if (child === undefined) return undefined;
  const below = pathInMerged(rest, over, child);
  return below === undefined ? undefined : [place, ...below];
}

/** Named items have moved to the place of their name; others stand where they stood. */
function indexIn(merged: readonly ConfigValue[], index: number, item: unknown): number {
  const identity = listIdentity(merged);
  if (identity === undefined || !isConfigMap(item)) return index;
  return merged.findIndex((found) => isConfigMap(found) && found[identity] === item[identity]);
}

function childOf(value: unknown, step: string | number): ConfigValue | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return Reflect.get(value, step);
}
