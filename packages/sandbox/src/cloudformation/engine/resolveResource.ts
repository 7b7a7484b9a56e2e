import type { JsonObject } from "../../kernel/json.ts";
import { evaluateObject } from "../intrinsics/evaluate.ts";
import { resolveDynamicReferences } from "../parameters/dynamicReferences.ts";
import { conformProperties } from "../specification/conformProperties.ts";
import { isCustomType, typeSpecification } from "../specification/ResourceSpecification.ts";
import type { ResourceDeclaration } from "../template/Template.ts";
import { faultOf } from "./failureReason.ts";
import { providerOf } from "./resourceAnswers.ts";
import type { Work } from "./Work.ts";

export interface ResolvedResource {
  readonly properties: JsonObject;
  readonly metadata: JsonObject | undefined;
  /** Why the resource cannot be made of them; undefined when it can. */
  readonly fault: string | undefined;
}

/** Carries out the functions of a resource's properties and metadata, and checks the properties. */
export function resolveResource(work: Work, declared: ResourceDeclaration): ResolvedResource {
  const specification = typeSpecification(declared.type);
  if (providerOf(work.context, declared.type) === undefined || specification === undefined)
    return faulty(`The sandbox does not model resources of type ${declared.type}.`);
  try {
    const evaluated = evaluateObject(declared.properties, work.scope);
    const metadata =
      declared.metadata === undefined ? undefined : evaluateObject(declared.metadata, work.scope);
    const properties = resolveDynamicReferences(evaluated, work.context);
    const conformed = conformProperties(properties, specification, isCustomType(declared.type));
    return conformed.kind === "invalid"
      ? { properties, metadata, fault: conformed.reason }
      : { properties: conformed.properties, metadata, fault: undefined };
  } catch (error) {
    return faulty(faultOf(error));
  }
}

function faulty(fault: string): ResolvedResource {
  return { properties: {}, metadata: undefined, fault };
}
