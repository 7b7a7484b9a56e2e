/** Things by name, as plain JSON and safe for every name (`constructor` and `__proto__` too). */
export type NameTable<Thing> = Record<`:${string}`, Thing>;

export function findNamed<Thing>(table: NameTable<Thing>, name: string): Thing | undefined {
  return table[`:${name}`];
}

export function putNamed<Thing>(table: NameTable<Thing>, name: string, thing: Thing): void {
  table[`:${name}`] = thing;
}

export function removeNamed(table: NameTable<unknown>, name: string): void {
  delete table[`:${name}`];
}

/** All things in order of their names (by code unit). */
export function listNamed<Thing>(table: NameTable<Thing>): Thing[] {
  return Object.entries(table)
    .sort(([left], [right]) => compareText(left, right))
    .map(([, thing]) => thing);
}

export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
