import type { RegionContext } from "../kernel/CallContext.ts";
import type { JsonObject } from "../kernel/json.ts";

/** Where a resource stands while CloudFormation waits for it. */
export type Progress =
  | { readonly status: "done" }
  | { readonly status: "pending"; readonly retryAfterMs: number }
  /** Not before something happens that the provider tells the engine of: the engine does not ask again by itself. */
  | { readonly status: "waiting" }
  | { readonly status: "failed"; readonly reason: string };

/** What a provider knows of the stack that it works for. */
export interface ResourceContext extends RegionContext {
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  /** Stack tags and `aws:cloudformation:*` tags, to be put on every taggable resource beside the template's own. */
  readonly stackTags: readonly { readonly Key: string; readonly Value: string }[];
}

export interface ResourceRead {
  /** What `Ref` answers. */
  readonly ref: string;
  /** What `Fn::GetAtt` answers, by attribute name (dots included). */
  readonly attributes: JsonObject;
}

export interface Created {
  readonly physicalId: string;
}

/** Modelled milliseconds between the call and the first look at the result; the source stands in the behaviour page. */
export interface ResourceDurations {
  readonly createMs: number;
  readonly updateMs: number;
  readonly deleteMs: number;
}

/**
 * How CloudFormation makes, changes and removes resources of one type. Properties arrive with all intrinsic
 * functions resolved, scalars converted to the types of the resource specification and validated against it.
 * Methods call the sandbox's own services by `context.call` and throw their `AwsError`: the engine writes it
 * into the event's reason.
 */
export interface ResourceProvider {
  /** `AWS::EC2::VPC`, or a custom type by its full name: `Custom::PclusterCluster`. */
  readonly type: string;
  readonly durations: ResourceDurations;
  /** For a type whose resources differ in their durations. */
  durationsFor?(properties: JsonObject, context: ResourceContext): ResourceDurations;
  create(properties: JsonObject, context: ResourceContext): Created;
  /**
   * What follows as soon as the resource is there: its settings, attachments, rules. Throwing fails the resource by its
   * physical id, so that the rollback removes it; what `create` leaves behind when it throws, nobody removes.
   */
  configure?(physicalId: string, properties: JsonObject, context: ResourceContext): void;
  /** Asked after `createMs` or `updateMs`; absent means done at once. */
  progress?(physicalId: string, properties: JsonObject, context: ResourceContext): Progress;
  read(physicalId: string, properties: JsonObject, context: ResourceContext): ResourceRead;
  /**
   * Changes the resource in place. Called only when no changed property asks for a replacement by the resource
   * specification (or by `replaces`). Absent means that every change replaces.
   */
  update?(physicalId: string, change: ResourceChange, context: ResourceContext): void;
  /** For properties that replace only under a condition: true when this change does. */
  replaces?(change: ResourceChange, context: ResourceContext): boolean;
  /** Undoes an update whose stack rolls back, starting from where the update stands; absent means `update` with the old properties. */
  revert?(physicalId: string, change: ResourceChange, context: ResourceContext): void;
  /** Whether the resource has something to update although none of its properties differs. */
  outdated?(physicalId: string, properties: JsonObject, context: ResourceContext): boolean;
  /** Told once when the stack's update can no longer be rolled back. */
  commit?(physicalId: string, context: ResourceContext): void;
  /** Starts the removal; a resource that is gone already is not an error. */
  delete(physicalId: string, properties: JsonObject, context: ResourceContext): void;
  /** Asked after `deleteMs`; absent means gone at once. */
  deleteProgress?(physicalId: string, context: ResourceContext, properties: JsonObject): Progress;
  /** Takes a final snapshot before deletion, for `DeletionPolicy: Snapshot`. */
  snapshot?(physicalId: string, context: ResourceContext): void;
}

export interface ResourceChange {
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Names of the top level properties that differ. */
  readonly changed: readonly string[];
}
