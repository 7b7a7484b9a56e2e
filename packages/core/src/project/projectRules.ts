import { accountingRules } from "./rules/accountingRules.ts";
import { capacityRules } from "./rules/capacityRules.ts";
import { networkRules } from "./rules/networkRules.ts";
import type { ProjectParts, RuleFinding } from "./rules/RuleFinding.ts";
import { storageRules } from "./rules/storageRules.ts";
import { versionRules } from "./rules/versionRules.ts";

/** Rules between values of a project; each is checked only where the values that it needs are right by themselves. */
export function projectRules(project: ProjectParts): readonly RuleFinding[] {
  return [versionRules, capacityRules, storageRules, networkRules, accountingRules].flatMap((rules) =>
    rules(project),
  );
}
