import type { ResourceType, TagSpecification } from "@aws-sdk/client-ec2";
import type {
  ResourceChange,
  ResourceContext,
  ResourceProvider,
} from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { Json, JsonObject } from "../../../kernel/json.ts";
import { resourceTags } from "../../../kernel/readProperties.ts";

interface Ec2Resource extends ResourceProvider {
  /** Properties that are modelled; `create` and `update` refuse a template that sets another one. */
  readonly properties: readonly string[];
  /** Properties that are not modelled, with the value by which a template says that it does not want them. */
  readonly unwanted?: JsonObject;
}

/** A provider of a type of EC2 that fails clearly on what it does not model, and takes a missing resource as removed. */
export function ec2Resource(resource: Ec2Resource): ResourceProvider {
  const checked: ResourceProvider = {
    ...resource,
    create(properties, context) {
      refuseUnmodelled(resource, properties);
      return resource.create(properties, context);
    },
    delete: (physicalId, properties, context) =>
      ignoreMissing(() => resource.delete(physicalId, properties, context)),
  };
  if (resource.update === undefined) return checked;
  return {
    ...checked,
    update(physicalId, change, context) {
      refuseUnmodelled(resource, change.after);
      resource.update?.(physicalId, change, context);
    },
  };
}

/** The template's own tags and the stack's, as a creation takes them; none: nothing. */
export function tagSpecifications(
  type: ResourceType,
  properties: JsonObject,
  context: ResourceContext,
): TagSpecification[] | undefined {
  const Tags = resourceTags(properties, context.stackTags);
  return Tags.length === 0 ? undefined : [{ ResourceType: type, Tags }];
}

/** Makes the tags of a resource those of template and stack; tags that AWS set stay. */
export function replaceTags(id: string, change: ResourceChange, context: ResourceContext): void {
  if (!change.changed.includes("Tags")) return;
  const wanted = resourceTags(change.after, context.stackTags);
  const { Tags: present = [] } = context.call("ec2", "DescribeTags", {
    Filters: [{ Name: "resource-id", Values: [id] }],
  });
  const dropped = present.filter(
    ({ Key = "" }) => !Key.startsWith("aws:") && !wanted.some((tag) => tag.Key === Key),
  );
  if (dropped.length > 0)
    context.call("ec2", "DeleteTags", { Resources: [id], Tags: dropped.map(({ Key }) => ({ Key })) });
  if (wanted.length > 0) context.call("ec2", "CreateTags", { Resources: [id], Tags: wanted });
}

/** An identifier of an answer that EC2 always gives. */
export function given(id: string | undefined): string {
  if (id !== undefined) return id;
  throw new Error("EC2 answered without an identifier");
}

export function ignoreMissing(remove: () => void): void {
  try {
    remove();
  } catch (error) {
    if (!(error instanceof AwsError) || !isMissing(error)) throw error;
  }
}

export function isMissing(error: AwsError): boolean {
  return /NotFound|PlacementGroup\.Unknown|NotAttached/.test(error.code);
}

function refuseUnmodelled(resource: Ec2Resource, properties: JsonObject): void {
  const unknown = Object.entries(properties).find(
    ([name, value]) => !resource.properties.includes(name) && !isUnwanted(resource, name, value),
  )?.[0];
  if (unknown === undefined) return;
  throw new AwsError(
    "UnsupportedOperation",
    `The property ${unknown} of ${resource.type} is not modelled by the sandbox.`,
  );
}

function isUnwanted({ unwanted = {} }: Ec2Resource, name: string, value: Json): boolean {
  return Object.hasOwn(unwanted, name) && JSON.stringify(unwanted[name]) === JSON.stringify(value);
}
