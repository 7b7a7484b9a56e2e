import type { Change, ResourceChange, ResourceChangeDetail } from "@aws-sdk/client-cloudformation";
import type { JsonObject } from "../../kernel/json.ts";
import { differences, sameJson } from "../engine/differences.ts";
import { providerOf, resourceContext } from "../engine/resourceAnswers.ts";
import { evaluateObject } from "../intrinsics/evaluate.ts";
import { conformProperties } from "../specification/conformProperties.ts";
import { isCustomType, typeSpecification } from "../specification/ResourceSpecification.ts";
import type { ResourceRecord } from "../stacks/ResourceRecord.ts";
import type { DeletionPolicy, ResourceDeclaration } from "../template/Template.ts";
import type { ChangeKind, Comparison } from "./Comparison.ts";
import { metadataDetails, propertyDetails } from "./propertyDetails.ts";

export interface KindOfChange {
  readonly kind: ChangeKind;
  readonly change: Change;
}

export function addition(comparison: Comparison, logicalId: string): KindOfChange | undefined {
  const declared = comparison.after.resources[logicalId];
  if (declared === undefined) return undefined;
  const properties = expectedProperties(comparison, declared);
  return {
    kind: "added",
    change: changeOf({
      Action: "Add",
      LogicalResourceId: logicalId,
      ResourceType: declared.type,
      Scope: [],
      Details: [],
      AfterContext: contextOf(properties),
    }),
  };
}

export function removal(resource: ResourceRecord): Change {
  return changeOf({
    Action: "Remove",
    LogicalResourceId: resource.logicalId,
    ...physicalIdOf(resource),
    ResourceType: resource.type,
    Scope: [],
    Details: [],
    PolicyAction: REMOVAL_ACTIONS[resource.deletionPolicy ?? "Delete"],
    BeforeContext: contextOf(resource.properties),
  });
}

/** Undefined when the resource stays as it is. */
export function modification(comparison: Comparison, logicalId: string): KindOfChange | undefined {
  const declared = comparison.after.resources[logicalId];
  const record = comparison.stack.resources[logicalId];
  if (declared === undefined || record === undefined) return undefined;
  const properties = expectedProperties(comparison, declared);
  const changed = differences(record.properties, properties);
  const details = inOrderOfCauses([
    ...attributeDetails(comparison, record, declared),
    ...changed.flatMap((name) => propertyDetails(comparison, { record, name, properties })),
    ...automaticDetails(comparison, record, properties),
  ]);
  if (details.length === 0) return undefined;
  const replacement = replacementOf(comparison, record, details);
  return {
    kind: replacement === "True" ? "replaced" : "modified",
    change: changeOf({
      Action: "Modify",
      LogicalResourceId: logicalId,
      ...physicalIdOf(record),
      ResourceType: record.type,
      Replacement: replacement,
      Scope: [...new Set(details.flatMap((detail) => detail.Target?.Attribute ?? []))],
      Details: details,
      ...(replacement === "True"
        ? { PolicyAction: REPLACEMENT_ACTIONS[declared.updateReplacePolicy ?? "Delete"] }
        : {}),
      BeforeContext: contextOf(record.properties),
      AfterContext: contextOf(properties),
    }),
  };
}

/** Changes that a parameter or a resource causes stand before the template's own. */
function inOrderOfCauses(details: readonly ResourceChangeDetail[]): ResourceChangeDetail[] {
  return [...details.filter(isCaused), ...details.filter((detail) => !isCaused(detail))];
}

function isCaused(detail: ResourceChangeDetail): boolean {
  return detail.CausingEntity !== undefined;
}

const REMOVAL_ACTIONS: Readonly<Record<DeletionPolicy, ResourceChange["PolicyAction"]>> = {
  Delete: "Delete",
  Retain: "Retain",
  RetainExceptOnCreate: "Retain",
  Snapshot: "Snapshot",
};

const REPLACEMENT_ACTIONS: Readonly<Record<DeletionPolicy, ResourceChange["PolicyAction"]>> = {
  Delete: "ReplaceAndDelete",
  Retain: "ReplaceAndRetain",
  RetainExceptOnCreate: "ReplaceAndRetain",
  Snapshot: "ReplaceAndSnapshot",
};

function expectedProperties({ scope }: Comparison, declared: ResourceDeclaration): JsonObject {
  const evaluated = evaluateObject(declared.properties, scope);
  const specification = typeSpecification(declared.type);
  if (specification === undefined) return evaluated;
  const conformed = conformProperties(evaluated, specification, isCustomType(declared.type));
  return conformed.kind === "properties" ? conformed.properties : evaluated;
}

function attributeDetails(
  comparison: Comparison,
  record: ResourceRecord,
  declared: ResourceDeclaration,
): ResourceChangeDetail[] {
  const { definition, scope, stack } = comparison;
  const metadata = declared.metadata === undefined ? undefined : evaluateObject(declared.metadata, scope);
  const taggable = typeSpecification(record.type)?.tagProperty !== undefined;
  const sameTags = JSON.stringify(stack.definition.tags) === JSON.stringify(definition.tags);
  const attributes = [
    ...(taggable && !sameTags ? ["Tags" as const] : []),
    ...(record.deletionPolicy === declared.deletionPolicy ? [] : ["DeletionPolicy" as const]),
  ];
  return [
    ...(sameJson(record.metadata, metadata) ? [] : metadataDetails(comparison, record.logicalId)),
    ...attributes.map((attribute): ResourceChangeDetail => ({
      Target: { Attribute: attribute, RequiresRecreation: "Never" },
      Evaluation: "Static",
      ChangeSource: "DirectModification",
    })),
  ];
}

/** A nested stack can change by what lies at the address of its template. */
function automaticDetails(
  { context, stack }: Comparison,
  record: ResourceRecord,
  properties: JsonObject,
): ResourceChangeDetail[] {
  const provider = providerOf(context, record.type);
  const provided = resourceContext(context, stack, record.logicalId);
  if (provider?.outdated?.(record.physicalId ?? "", properties, provided) !== true) return [];
  return [
    {
      Target: { Attribute: "Properties", RequiresRecreation: "Never" },
      Evaluation: "Dynamic",
      ChangeSource: "Automatic",
    },
  ];
}

function replacementOf(
  { context }: Comparison,
  record: ResourceRecord,
  details: readonly ResourceChangeDetail[],
): "True" | "False" | "Conditional" {
  const inProperties = details.filter((detail) => detail.Target?.Attribute === "Properties");
  const always = inProperties.filter((detail) => detail.Target?.RequiresRecreation === "Always");
  if (always.some((detail) => detail.Evaluation === "Static")) return "True";
  const provider = providerOf(context, record.type);
  if (provider !== undefined && provider.update === undefined && inProperties.length > 0) return "True";
  const conditional = inProperties.some((detail) => detail.Target?.RequiresRecreation === "Conditionally");
  return always.length > 0 || conditional ? "Conditional" : "False";
}

function physicalIdOf({ physicalId }: ResourceRecord): { PhysicalResourceId?: string } {
  return physicalId === undefined ? {} : { PhysicalResourceId: physicalId };
}

function contextOf(properties: JsonObject): string {
  return JSON.stringify({ Properties: properties });
}

function changeOf(change: ResourceChange): Change {
  return { Type: "Resource", ResourceChange: change };
}
