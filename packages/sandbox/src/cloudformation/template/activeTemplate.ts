import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { evaluationIn } from "../intrinsics/evaluate.ts";
import { evaluateCondition } from "../intrinsics/evaluateCondition.ts";
import { functionCall } from "../intrinsics/functionCall.ts";
import { referencesIn } from "../intrinsics/referencesIn.ts";
import type { Scope } from "../intrinsics/Scope.ts";
import { validationError } from "../validationError.ts";
import { dependenciesOf } from "./checkReferences.ts";
import type { OutputDeclaration, ResourceDeclaration, Template } from "./Template.ts";

/** What is left of a template when its conditions are known: `Fn::If` gives way to the branch that it chooses. */
export interface ActiveTemplate {
  readonly resources: Readonly<Record<string, ResourceDeclaration>>;
  readonly outputs: Readonly<Record<string, OutputDeclaration>>;
  /** What each resource needs, by logical id. */
  readonly needs: Readonly<Record<string, readonly string[]>>;
}

/** A scope that knows the conditions of a template besides its parameters; resources are refused. */
export function conditionScope(template: Template, parameter: (name: string) => Json | undefined): Scope {
  const known = new Map<string, boolean>();
  const scope: Scope = {
    parameter,
    mappings: template.mappings,
    condition(name) {
      const declared = Object.hasOwn(template.conditions, name) ? template.conditions[name] : undefined;
      if (declared === undefined)
        throw validationError(`Template error: unresolved condition dependency ${name} in Fn::If`);
      const value = known.get(name) ?? evaluateCondition(declared, evaluationIn(scope));
      known.set(name, value);
      return value;
    },
    reference: refuse,
    attribute: refuse,
    importedValue: refuse,
    availabilityZones: refuse,
  };
  return scope;
}

function refuse(): never {
  throw validationError(
    "Template format error: Conditions can only be boolean operations on parameters and other conditions",
  );
}

/** @throws {AwsError} `ValidationError` when something that is made refers to a resource that is not. */
export function activeTemplate(template: Template, scope: Scope): ActiveTemplate {
  const resources = activeMembers(template.resources, scope, (resource) => ({
    ...resource,
    properties: prunedProperties(resource.properties, scope),
    ...(resource.metadata === undefined ? {} : { metadata: prunedObject(resource.metadata, scope) }),
    dependsOn: resource.dependsOn.filter((name) => isActive(template.resources[name], scope)),
  }));
  const outputs = activeMembers(template.outputs, scope, (output) => ({
    ...output,
    value: prune(output.value, scope),
    ...(output.exportName === undefined ? {} : { exportName: prune(output.exportName, scope) }),
  }));
  const active = { resources, outputs };
  refuseInactive(
    template,
    active,
    Object.values(resources).map((resource) => resource.properties),
    "Resources",
  );
  refuseInactive(
    template,
    active,
    Object.values(outputs).map((output) => output.value),
    "Outputs",
  );
  const needs = Object.entries(resources).map(([name, resource]) => [name, dependenciesOf(resource, active)]);
  return { ...active, needs: Object.fromEntries(needs) };
}

function activeMembers<Member extends { readonly condition?: string }>(
  members: Readonly<Record<string, Member>>,
  scope: Scope,
  pruned: (member: Member) => Member,
): Record<string, Member> {
  return Object.fromEntries(
    Object.entries(members)
      .filter(([, member]) => isActive(member, scope))
      .map(([name, member]) => [name, pruned(member)]),
  );
}

function isActive(member: { readonly condition?: string } | undefined, scope: Scope): boolean {
  return member !== undefined && (member.condition === undefined || scope.condition(member.condition));
}

function refuseInactive(
  template: Template,
  active: Pick<ActiveTemplate, "resources">,
  values: readonly Json[],
  block: string,
): void {
  const missing = values
    .flatMap((value) => referencesIn(value))
    .map((reference) => reference.name)
    .filter((name) => Object.hasOwn(template.resources, name) && !Object.hasOwn(active.resources, name));
  if (missing.length > 0)
    throw validationError(
      `Template format error: Unresolved resource dependencies [${[...new Set(missing)].join(", ")}] in the ${block} block of the template`,
    );
}

/** The whole of the properties may be one `Fn::If`; `AWS::NoValue` leaves none. */
function prunedProperties(properties: JsonObject, scope: Scope): JsonObject {
  const chosen = prune(properties, scope);
  return isJsonObject(chosen) && functionCall(chosen)?.name !== "Ref" ? chosen : {};
}

function prunedObject(value: JsonObject, scope: Scope): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, prune(member, scope)]));
}

function prune(value: Json, scope: Scope): Json {
  if (Array.isArray(value)) return value.map((item: Json) => prune(item, scope));
  const call = functionCall(value);
  if (call?.name === "Fn::If" && Array.isArray(call.argument)) {
    const [name, whenTrue, whenFalse]: readonly Json[] = call.argument;
    const chosen = typeof name === "string" && scope.condition(name) ? whenTrue : whenFalse;
    return chosen === undefined ? value : prune(chosen, scope);
  }
  return isJsonObject(value) ? prunedObject(value, scope) : value;
}
