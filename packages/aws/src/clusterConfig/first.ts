/** The one thing that was asked for by its id. @throws {Error} when AWS answers without it and without a refusal. */
export function first<Item>(items: readonly Item[] | undefined, what: string): Item {
  const [item] = items ?? [];
  if (item === undefined) throw new Error(`AWS answered without ${what}`);
  return item;
}
