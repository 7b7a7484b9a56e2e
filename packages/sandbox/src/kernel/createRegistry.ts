import type { Registry } from "./Registry.ts";
import type { ServiceModule } from "./ServiceModule.ts";

/** @throws {Error} when two modules claim one resource type: a defect of the sandbox. */
export function createRegistry(modules: readonly ServiceModule[]): Registry {
  const providers = new Map(
    modules.flatMap((module) => module.resourceTypes.map((provider) => [provider.type, provider] as const)),
  );
  const declaredCount = modules.reduce((count, module) => count + module.resourceTypes.length, 0);
  if (providers.size !== declaredCount) throw new Error("two modules provide the same resource type");
  const functions = modules.flatMap((module) => module.functions);
  const templates = modules.flatMap((module) => module.publishedTemplates);
  return {
    resourceProvider: (type) => providers.get(type),
    resourceTypes: [...providers.keys()].sort(),
    functionBehaviour: (lambda) => functions.find((behaviour) => behaviour.matches(lambda)),
    hostProgram(spec, context) {
      for (const module of modules)
        for (const source of module.hostPrograms) {
          const program = source(spec, context);
          if (program !== undefined) return program;
        }
      return undefined;
    },
    publishedTemplate(url) {
      for (const template of templates) {
        const text = template.textAt(url);
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}
