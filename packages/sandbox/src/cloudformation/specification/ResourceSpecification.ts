import resourceSpec from "../../../generated/resource-spec.json" with { type: "json" };

/** Type of a property; `ref` names a definition of the same resource type. */
export type PropertyType =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "json"
  | "tag"
  | { readonly array: PropertyType }
  | { readonly map: PropertyType }
  | { readonly anyOf: readonly PropertyType[] }
  | { readonly ref: string };

export interface PropertySpecification {
  readonly type: PropertyType;
  readonly required?: true;
  /** What a change means for the resource: always a new one, or under a condition; absent means never. */
  readonly replacement?: "yes" | "maybe";
}

export type PropertySpecifications = Readonly<Record<string, PropertySpecification>>;

export interface TypeSpecification {
  readonly properties: PropertySpecifications;
  readonly definitions: Readonly<Record<string, PropertySpecifications>>;
  readonly attributes: readonly string[];
  readonly tagProperty?: string;
}

interface SpecificationFile {
  readonly types: Readonly<Record<string, TypeSpecification>>;
  readonly otherTypes: readonly string[];
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by scripts/generate/extractResourceSpec.mjs in this form
const SPECIFICATION = JSON.parse(resourceSpec.text) as SpecificationFile;
const OTHER_TYPES = new Set(SPECIFICATION.otherTypes);

const CUSTOM_RESOURCE: TypeSpecification = {
  properties: { ServiceToken: { type: "string", required: true, replacement: "yes" } },
  definitions: {},
  attributes: [],
};

/** AWS publishes no specification of it; its properties are those that the CDK writes. */
const CDK_METADATA: TypeSpecification = {
  properties: { Analytics: { type: "string" }, Modules: { type: "string" } },
  definitions: {},
  attributes: [],
};

/** The specification of a type whose properties the sandbox checks; undefined for every other type. */
export function typeSpecification(type: string): TypeSpecification | undefined {
  if (isCustomType(type)) return CUSTOM_RESOURCE;
  if (type === "AWS::CDK::Metadata") return CDK_METADATA;
  return Object.hasOwn(SPECIFICATION.types, type) ? SPECIFICATION.types[type] : undefined;
}

/** Whether AWS has this type, modelled or not. */
export function isKnownType(type: string): boolean {
  return typeSpecification(type) !== undefined || OTHER_TYPES.has(type);
}

/** A resource that a function of the account provides: it may have any property and any attribute. */
export function isCustomType(type: string): boolean {
  return type === "AWS::CloudFormation::CustomResource" || /^Custom::[\w@-]+$/.test(type);
}
