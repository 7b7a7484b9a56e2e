import type { Change } from "@aws-sdk/client-cloudformation";
import type { StackDefinition } from "../stacks/StackDefinition.ts";

export interface ChangeSetRecord {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly createdMs: number;
  readonly type: "CREATE" | "UPDATE";
  readonly description?: string | undefined;
  readonly definition: StackDefinition;
  readonly onStackFailure?: "DO_NOTHING" | "ROLLBACK" | "DELETE" | undefined;
  status: "CREATE_PENDING" | "CREATE_IN_PROGRESS" | "CREATE_COMPLETE" | "FAILED";
  statusReason?: string | undefined;
  executionStatus:
    | "AVAILABLE"
    | "UNAVAILABLE"
    | "OBSOLETE"
    | "EXECUTE_COMPLETE"
    | "EXECUTE_FAILED"
    | "EXECUTE_IN_PROGRESS";
  changes: readonly Change[];
}
