import { conditionsOfCondition, conditionsOfIf } from "../intrinsics/conditionNames.ts";
import { referencesIn, type Reference } from "../intrinsics/referencesIn.ts";
import type { Json } from "../../kernel/json.ts";
import { validationError } from "../validationError.ts";
import { dependencyOrder } from "./dependencyOrder.ts";
import { isPseudoParameter } from "./pseudoParameters.ts";
import type { ResourceDeclaration, Template } from "./Template.ts";

/**
 * Checks that everything a template refers to is declared in it, and that no resource depends on itself.
 *
 * @throws {AwsError} `ValidationError` in AWS's words.
 */
export function checkReferences(template: Template): void {
  checkConditionReferences(template);
  const resources = Object.entries(template.resources);
  const inResources = resources.flatMap(([, resource]) =>
    referencesIn([resource.properties, resource.metadata ?? {}]),
  );
  const dependedOn = resources.flatMap(([, resource]) => resource.dependsOn);
  refuseUnresolved(template, inResources, dependedOn, "Resources");
  const inOutputs = Object.values(template.outputs).flatMap((output) =>
    referencesIn([output.value, output.exportName ?? ""]),
  );
  refuseUnresolved(template, inOutputs, [], "Outputs");
  dependencyOrder(
    Object.fromEntries(resources.map(([name, resource]) => [name, dependenciesOf(resource, template)])),
    "resources",
  );
}

/** The resources that a resource needs: what it refers to and what it names in DependsOn, each once. */
export function dependenciesOf(
  resource: Pick<ResourceDeclaration, "properties" | "metadata" | "dependsOn">,
  template: Pick<Template, "resources">,
): string[] {
  const names = [
    ...resource.dependsOn,
    ...referencesIn(resource.properties).map((reference) => reference.name),
    ...referencesIn(resource.metadata ?? {}).map((reference) => reference.name),
  ];
  return [...new Set(names.filter((name) => Object.hasOwn(template.resources, name)))];
}

function refuseUnresolved(
  template: Template,
  references: readonly Reference[],
  dependedOn: readonly string[],
  block: string,
): void {
  const undefinedResource = references.find(
    (reference) => reference.kind === "attribute" && !Object.hasOwn(template.resources, reference.name),
  );
  if (undefinedResource !== undefined)
    throw validationError(
      `Template error: instance of Fn::GetAtt references undefined resource ${undefinedResource.name}`,
    );
  const names = [...references.map((reference) => reference.name), ...dependedOn];
  const unresolved = [...new Set(names.filter((name) => !isDeclared(template, name)))];
  if (unresolved.length > 0)
    throw validationError(
      `Template format error: Unresolved resource dependencies [${unresolved.join(", ")}] in the ${block} block of the template`,
    );
}

function isDeclared(template: Template, name: string): boolean {
  return (
    Object.hasOwn(template.resources, name) ||
    Object.hasOwn(template.parameters, name) ||
    isPseudoParameter(name)
  );
}

function checkConditionReferences(template: Template): void {
  const references = Object.values(template.conditions).flatMap((condition) => referencesIn(condition));
  const unresolved = references
    .map((reference) => reference.name)
    .filter((name) => !Object.hasOwn(template.parameters, name) && !isPseudoParameter(name));
  if (unresolved.length > 0)
    throw validationError(
      `Template format error: Unresolved dependencies [${[...new Set(unresolved)].join(", ")}]. Cannot reference resources in the Conditions block of the template`,
    );
  const conditions = Object.entries(template.conditions);
  refuseUndeclaredConditions(
    template,
    conditions.flatMap(([, value]) => conditionsOfCondition(value)),
    "Conditions",
  );
  refuseUndeclaredConditions(template, ownConditions(Object.values(template.resources)), "Resources");
  refuseUndeclaredConditions(template, ownConditions(Object.values(template.outputs)), "Outputs");
  refuseUndeclaredIf(template);
  dependencyOrder(
    Object.fromEntries(conditions.map(([name, value]) => [name, conditionsOfCondition(value)])),
    "conditions",
  );
}

function ownConditions(members: readonly { readonly condition?: string }[]): string[] {
  return members.flatMap((member) => (member.condition === undefined ? [] : [member.condition]));
}

function refuseUndeclaredIf(template: Template): void {
  const values: Json[] = [
    ...Object.values(template.resources).flatMap(({ properties, metadata }) => [properties, metadata ?? {}]),
    ...Object.values(template.outputs).map(({ value }) => value),
  ];
  const undeclared = conditionsOfIf(values).find((name) => !Object.hasOwn(template.conditions, name));
  if (undeclared !== undefined)
    throw validationError(`Template error: unresolved condition dependency ${undeclared} in Fn::If`);
}

function refuseUndeclaredConditions(template: Template, names: readonly string[], block: string): void {
  const undeclared = names.find((name) => !Object.hasOwn(template.conditions, name));
  if (undeclared !== undefined)
    throw validationError(
      `Template format error: Unresolved condition dependency ${undeclared} in the ${block} block of the template`,
    );
}
