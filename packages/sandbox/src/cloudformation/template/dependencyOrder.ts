import { validationError } from "../validationError.ts";

/**
 * Names in an order in which each comes after what it needs; otherwise in the order given.
 *
 * @throws {AwsError} `ValidationError` when there is none, naming the members of a circle.
 */
export function dependencyOrder(
  needs: Readonly<Record<string, readonly string[]>>,
  what: "resources" | "conditions",
): string[] {
  const ordered = new Set<string>();
  const path: string[] = [];
  const visit = (name: string): void => {
    if (ordered.has(name)) return;
    const start = path.indexOf(name);
    if (start >= 0)
      throw validationError(`Circular dependency between ${what}: [${path.slice(start).join(", ")}]`);
    path.push(name);
    for (const needed of needs[name] ?? []) visit(needed);
    path.pop();
    ordered.add(name);
  };
  for (const name of Object.keys(needs)) visit(name);
  return [...ordered];
}
