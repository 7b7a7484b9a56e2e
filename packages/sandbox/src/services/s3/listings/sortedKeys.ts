import type { BucketState } from "../S3State.ts";

type ObjectTable = BucketState["objects"];

/** Keys of each table in S3's order; derived from the state, so it is never saved. */
const KEYS = new WeakMap<ObjectTable, string[]>();

/** All keys with at least one version, in the order of their UTF-8 bytes. */
export function sortedKeys(objects: ObjectTable): readonly string[] {
  const known = KEYS.get(objects);
  if (known !== undefined) return known;
  const keys = Object.keys(objects)
    .map((name) => name.slice(1))
    .sort(compareKeys);
  KEYS.set(objects, keys);
  return keys;
}

/** To be called when the first version of a key was added. */
export function keyAdded(objects: ObjectTable, key: string): void {
  const keys = KEYS.get(objects);
  keys?.splice(placeOf(keys, key), 0, key);
}

/** To be called when the last version of a key was removed. */
export function keyRemoved(objects: ObjectTable, key: string): void {
  const keys = KEYS.get(objects);
  if (keys === undefined) return;
  const place = placeOf(keys, key);
  if (keys[place] === key) keys.splice(place, 1);
}

/** Where a key stands or would stand: the index of the first key that is not before it. */
export function placeOf(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(keys[middle] ?? "", key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Order of UTF-8 bytes, which differs from JavaScript's order of UTF-16 units where surrogates meet U+E000 and above. */
export function compareKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const leftUnit = left.charCodeAt(index);
    const rightUnit = right.charCodeAt(index);
    if (leftUnit !== rightUnit) return byteOrder(leftUnit) - byteOrder(rightUnit);
  }
  return left.length - right.length;
}

/** Puts surrogates (characters above U+FFFF) behind all other units. */
function byteOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
