/** CloudFormation's own status words, such as `CREATE_COMPLETE`. */
export type StackStatus = string;

export interface StackDescription {
  readonly name: string;
  readonly id: string;
  readonly status: StackStatus;
  /** CloudFormation's words on the status; empty when it says nothing. */
  readonly statusReason: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly updatedAtMs: number | undefined;
  readonly parentId: string | undefined;
}

export interface StackEvent {
  readonly id: string;
  readonly atMs: number;
  readonly stackName: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly resourceType: string;
  readonly status: string;
  readonly reason: string;
}

export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly resourceType: string;
  readonly status: string;
}

/** What CloudFormation would do to one resource. */
export interface StackChange {
  readonly action: "add" | "modify" | "remove" | "import" | "dynamic";
  readonly logicalId: string;
  readonly resourceType: string;
  readonly replacement: "yes" | "no" | "maybe";
  /** Properties that change, by name. */
  readonly properties: readonly string[];
}

export interface StackRequest {
  readonly stackName: string;
  readonly template: { readonly body: string } | { readonly url: string };
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** True leaves what was made in place when a creation fails, as evidence. */
  readonly keepOnFailure?: boolean;
}

/** CloudFormation stacks of one account and region. */
export interface StackGateway {
  /** Never throws for a missing stack: answers `absent`. A deleted stack is absent. */
  describe(stackName: string, signal?: AbortSignal): Promise<StackDescription | "absent">;
  /** All stacks that are not deleted, nested ones too. */
  list(signal?: AbortSignal): Promise<readonly StackDescription[]>;
  /** Text of the template that the stack was made with; a missing stack throws. */
  template(stackName: string, signal?: AbortSignal): Promise<string>;
  /** Events after the one with `afterEventId` (all when undefined), oldest first; `[]` for a missing stack. */
  eventsAfter(
    stackIdOrName: string,
    afterEventId: string | undefined,
    signal?: AbortSignal,
  ): Promise<readonly StackEvent[]>;
  /** Resources of the stack itself, without those of nested stacks; `[]` for a missing stack. */
  resources(stackName: string, signal?: AbortSignal): Promise<readonly StackResource[]>;
  /** Starts the creation and returns; poll `describe` for the outcome. */
  create(request: StackRequest, signal?: AbortSignal): Promise<void>;
  /** What an update would do, by a change set that is removed again; `[]` when nothing changes. */
  preview(request: StackRequest, signal?: AbortSignal): Promise<readonly StackChange[]>;
  /** Starts the update and returns `started`, or `unchanged` when there is nothing to do. */
  update(request: StackRequest, signal?: AbortSignal): Promise<"started" | "unchanged">;
  /** Starts the deletion and returns; a missing stack is not an error. */
  remove(stackName: string, signal?: AbortSignal): Promise<void>;
}
