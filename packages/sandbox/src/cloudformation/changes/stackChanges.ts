import type { Change } from "@aws-sdk/client-cloudformation";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { Json } from "../../kernel/json.ts";
import { compareText } from "../../kernel/NameTable.ts";
import { resourceAnswers } from "../engine/resourceAnswers.ts";
import type { Scope } from "../intrinsics/Scope.ts";
import { findExport } from "../stacks/exports.ts";
import type { StackRecord } from "../stacks/StackRecord.ts";
import type { StackDefinition } from "../stacks/StackDefinition.ts";
import { stackScope, type ResourceAnswers } from "../stacks/stackScope.ts";
import { activeTemplate, type ActiveTemplate } from "../template/activeTemplate.ts";
import { dependencyOrder } from "../template/dependencyOrder.ts";
import { addition, modification, removal } from "./resourceChange.ts";
import type { ChangeKind, Comparison } from "./Comparison.ts";

/** Stands in a change set for what is known only when the change has been made. */
export const KNOWN_AFTER_APPLY = "{{changeSet:KNOWN_AFTER_APPLY}}";

/** What the update of a stack to a definition would do to each resource, in order of logical ids. */
export function stackChanges(
  context: RegionContext,
  stack: StackRecord,
  definition: StackDefinition,
): Change[] {
  const kinds = new Map<string, ChangeKind>();
  const scope: Scope = {
    ...stackScope(context, stack, definition, expectedAnswers(context, stack, kinds)),
    importedValue: (name) => findExport(context, name)?.value ?? KNOWN_AFTER_APPLY,
  };
  const after = activeTemplate(definition.template, scope);
  const comparison: Comparison = {
    context,
    stack,
    definition,
    scope,
    before: activeBefore(context, stack),
    after,
    kinds,
  };
  const changes = new Map<string, Change>();
  for (const logicalId of dependencyOrder(after.needs, "resources")) {
    const exists = stack.resources[logicalId]?.physicalId !== undefined;
    const change = exists ? modification(comparison, logicalId) : addition(comparison, logicalId);
    if (change === undefined) continue;
    changes.set(logicalId, change.change);
    kinds.set(logicalId, change.kind);
  }
  for (const resource of Object.values(stack.resources)) {
    if (!Object.hasOwn(after.resources, resource.logicalId))
      changes.set(resource.logicalId, removal(resource));
  }
  return [...changes].sort(([left], [right]) => compareText(left, right)).map(([, change]) => change);
}

function activeBefore(context: RegionContext, stack: StackRecord): ActiveTemplate {
  const scope = stackScope(context, stack, stack.definition, resourceAnswers(context, stack));
  return activeTemplate(stack.definition.template, scope);
}

/** What references will answer as far as it can be said before the change. */
function expectedAnswers(
  context: RegionContext,
  stack: StackRecord,
  kinds: ReadonlyMap<string, ChangeKind>,
): ResourceAnswers {
  const present = resourceAnswers(context, stack);
  const isNew = (logicalId: string): boolean => {
    const kind = kinds.get(logicalId);
    return kind === "added" || kind === "replaced";
  };
  return {
    reference: (logicalId): Json => (isNew(logicalId) ? KNOWN_AFTER_APPLY : present.reference(logicalId)),
    attribute: (logicalId, name): Json =>
      kinds.has(logicalId) ? KNOWN_AFTER_APPLY : present.attribute(logicalId, name),
  };
}
