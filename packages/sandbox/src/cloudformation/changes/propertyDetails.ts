import type { ResourceChangeDetail, ResourceTargetDefinition } from "@aws-sdk/client-cloudformation";
import type { Json, JsonObject } from "../../kernel/json.ts";
import { sameJson } from "../engine/differences.ts";
import { scalarText } from "../intrinsics/functionArguments.ts";
import { referencesIn, type Reference } from "../intrinsics/referencesIn.ts";
import { typeSpecification } from "../specification/ResourceSpecification.ts";
import type { ResourceRecord } from "../stacks/ResourceRecord.ts";
import type { Comparison } from "./Comparison.ts";

export interface ChangedProperty {
  readonly record: ResourceRecord;
  readonly name: string;
  /** All properties as the change would leave them. */
  readonly properties: JsonObject;
}

/** Why a property changes: each parameter and resource that it depends on, then the template itself. */
export function propertyDetails(comparison: Comparison, changed: ChangedProperty): ResourceChangeDetail[] {
  const { record, name } = changed;
  const before = comparison.before.resources[record.logicalId]?.properties[name];
  const after = comparison.after.resources[record.logicalId]?.properties[name];
  return detailsOf(comparison, { before, after, target: targetOf(changed) });
}

/** Why the metadata of a resource changes. */
export function metadataDetails(comparison: Comparison, logicalId: string): ResourceChangeDetail[] {
  const before = comparison.before.resources[logicalId]?.metadata;
  const after = comparison.after.resources[logicalId]?.metadata;
  return detailsOf(comparison, {
    before,
    after,
    target: { Attribute: "Metadata", RequiresRecreation: "Never" },
  });
}

/** A part of a resource as two templates declare it. */
interface ChangedPart {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly target: ResourceTargetDefinition;
}

function detailsOf(comparison: Comparison, { before, after, target }: ChangedPart): ResourceChangeDetail[] {
  const references = distinct(referencesIn(after ?? {}));
  const caused = references.flatMap((reference) => causedBy(comparison, reference, target));
  const ofParameter = caused.some((detail) => detail.ChangeSource === "ParameterReference");
  if (!sameJson(before, after) || caused.length === 0)
    return [...caused, { Target: target, Evaluation: "Static", ChangeSource: "DirectModification" }];
  return ofParameter
    ? [...caused, { Target: target, Evaluation: "Dynamic", ChangeSource: "DirectModification" }]
    : caused;
}

function causedBy(
  { kinds, stack, definition }: Comparison,
  reference: Reference,
  target: ResourceTargetDefinition,
): ResourceChangeDetail[] {
  const { name, attribute } = reference;
  const kind = kinds.get(name);
  if (reference.kind === "attribute")
    return kind === undefined
      ? []
      : [
          {
            Target: target,
            Evaluation: kind === "modified" ? "Dynamic" : "Static",
            ChangeSource: "ResourceAttribute",
            CausingEntity: `${name}.${attribute ?? ""}`,
          },
        ];
  if (kind === "replaced")
    return [{ Target: target, Evaluation: "Static", ChangeSource: "ResourceReference", CausingEntity: name }];
  const before = stack.definition.parameters.find((parameter) => parameter.key === name);
  const after = definition.parameters.find((parameter) => parameter.key === name);
  if (before === undefined || after === undefined) return [];
  // A value that changed in the parameter store is no change of the parameter.
  return before.value === after.value
    ? []
    : [{ Target: target, Evaluation: "Static", ChangeSource: "ParameterReference", CausingEntity: name }];
}

function targetOf({ record, name, properties }: ChangedProperty): ResourceTargetDefinition {
  const specified = typeSpecification(record.type)?.properties ?? {};
  const replacement = Object.hasOwn(specified, name) ? specified[name]?.replacement : undefined;
  const before = record.properties[name];
  const after = properties[name];
  return {
    Attribute: "Properties",
    Name: name,
    RequiresRecreation:
      replacement === "yes" ? "Always" : replacement === "maybe" ? "Conditionally" : "Never",
    Path: `/Properties/${name}`,
    ...(before === undefined ? {} : { BeforeValue: shown(before) }),
    ...(after === undefined ? {} : { AfterValue: shown(after) }),
    AttributeChangeType: before === undefined ? "Add" : after === undefined ? "Remove" : "Modify",
  };
}

function shown(value: Json): string {
  return scalarText(value) ?? JSON.stringify(value);
}

function distinct(references: readonly Reference[]): Reference[] {
  return [
    ...new Map(
      references.map((reference) => [`${reference.name}.${reference.attribute ?? ""}`, reference]),
    ).values(),
  ];
}
