/** A parameter of the Query protocols with those below it: `Filter.1.Name` lies under `Filter` and `1`. */
export interface FormNode {
  readonly value: string | undefined;
  readonly children: ReadonlyMap<string, FormNode>;
}

interface GrowingNode {
  value: string | undefined;
  readonly children: Map<string, GrowingNode>;
}

/** Arranges decoded parameters by the dots in their names; of a repeated name the first value counts. */
export function growForm(parameters: ReadonlyMap<string, readonly string[]>): FormNode {
  const root: GrowingNode = { value: undefined, children: new Map() };
  for (const [name, [value]] of parameters) {
    let node = root;
    for (const part of name.split(".", DEEPEST_NAME)) {
      let child = node.children.get(part);
      if (child === undefined) {
        child = { value: undefined, children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    node.value ??= value;
  }
  return root;
}

const DEEPEST_NAME = 64;
