import type { StepId } from "./DeploymentDesign.ts";

interface StepFacts {
  readonly title: string;
  readonly needs: readonly StepId[];
  /** Typical duration in AWS, in minutes. */
  readonly minutes: number;
  readonly deadlineMinutes: number;
}

/**
 * The graph of a deployment. Durations: FSx for Lustre and OpenZFS and the NAT gateway run in parallel inside
 * the prerequisites (about 15 minutes, the slowest of FSx's published figures); a cluster takes 15 to 20
 * minutes (the guide).
 */
export const STEP_TABLE: Readonly<Record<StepId, StepFacts>> = {
  "data-bucket": { title: "data bucket", needs: [], minutes: 1, deadlineMinutes: 15 },
  "key-pair": { title: "key pair", needs: [], minutes: 0, deadlineMinutes: 2 },
  prerequisites: { title: "network and file systems", needs: [], minutes: 16, deadlineMinutes: 90 },
  "engine-provider": { title: "ParallelCluster provider", needs: [], minutes: 4, deadlineMinutes: 30 },
  "scratch-file-system": { title: "Lustre file system", needs: [], minutes: 10, deadlineMinutes: 90 },
  "data-link": {
    title: "data link",
    needs: ["data-bucket", "scratch-file-system"],
    minutes: 5,
    deadlineMinutes: 60,
  },
  cluster: {
    title: "cluster",
    needs: ["key-pair", "prerequisites", "engine-provider"],
    minutes: 20,
    deadlineMinutes: 90,
  },
};

/** Minutes of the longest chain of steps, with `minutesOf` telling how long each takes. */
export function criticalPathMinutes(steps: readonly StepId[], minutesOf: (step: StepId) => number): number {
  const endOf = (step: StepId): number =>
    minutesOf(step) +
    Math.max(0, ...STEP_TABLE[step].needs.filter((need) => steps.includes(need)).map(endOf));
  return Math.max(0, ...steps.map(endOf));
}
