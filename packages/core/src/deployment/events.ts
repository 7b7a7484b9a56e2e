import type { StepId } from "./DeploymentDesign.ts";

export type StepOutcome =
  | "created"
  | "updated"
  | "replaced"
  | "adopted"
  | "unchanged"
  | "removed"
  | "retained"
  | "absent";

/** What a deployment tells while it runs: rendered by the command line and the console, printed as lines with `--json`. */
export type DeploymentEvent =
  | { readonly type: "step-started"; readonly step: StepId; readonly title: string; readonly atMs: number }
  | {
      readonly type: "step-progress";
      readonly step: StepId;
      /** Parts that are ready, of `total`; `total` is 0 when it is not known. */
      readonly done: number;
      readonly total: number;
      readonly detail: string;
    }
  | {
      readonly type: "step-finished";
      readonly step: StepId;
      readonly outcome: StepOutcome;
      readonly detail: string;
      readonly atMs: number;
    }
  | { readonly type: "step-failed"; readonly step: StepId; readonly message: string; readonly atMs: number }
  | {
      readonly type: "stack-event";
      readonly step: StepId;
      readonly stackName: string;
      readonly logicalId: string;
      readonly resourceType: string;
      readonly status: string;
      readonly reason: string;
      readonly atMs: number;
    };
