import type { Created, ResourceContext, ResourceProvider } from "../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../kernel/json.ts";

/** Makes a resource as the engine does: it is created, then configured. */
export function makeResource(
  provider: ResourceProvider,
  properties: JsonObject,
  context: ResourceContext,
): Created {
  const made = provider.create(properties, context);
  provider.configure?.(made.physicalId, properties, context);
  return made;
}
