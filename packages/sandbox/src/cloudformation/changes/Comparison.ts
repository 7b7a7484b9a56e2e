import type { RegionContext } from "../../kernel/CallContext.ts";
import type { Scope } from "../intrinsics/Scope.ts";
import type { StackRecord } from "../stacks/StackRecord.ts";
import type { StackDefinition } from "../stacks/StackDefinition.ts";
import type { ActiveTemplate } from "../template/activeTemplate.ts";

export type ChangeKind = "added" | "replaced" | "modified";

/** A stack and the definition that it is compared with. */
export interface Comparison {
  readonly context: RegionContext;
  readonly stack: StackRecord;
  readonly definition: StackDefinition;
  readonly scope: Scope;
  readonly before: ActiveTemplate;
  readonly after: ActiveTemplate;
  /** What happens to the resources compared so far. */
  readonly kinds: ReadonlyMap<string, ChangeKind>;
}
