import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { ClusterRecord } from "../cluster/ClusterRecord.ts";
import { wallTimer } from "./wallTimer.ts";

const EXPORT_WALL_MS = 2_000;

/** Answers a function that, now and then, has FSx look for what jobs wrote into directories that are linked to buckets. */
export function createFileExport(
  context: RegionContext,
  cluster: () => ClusterRecord | undefined,
): () => void {
  let nextMs = 0;
  return () => {
    const hasLustre = cluster()?.settings?.fsxIds.some((id) => id.startsWith("fs-")) ?? false;
    if (!hasLustre || wallTimer.nowMs() < nextMs) return;
    look(context);
    nextMs = wallTimer.nowMs() + EXPORT_WALL_MS;
  };
}

/** FSx looks at its linked directories before it says how its links are. */
function look(context: RegionContext): void {
  try {
    context.call("fsx", "DescribeDataRepositoryAssociations", {});
  } catch (error) {
    // A link whose bucket is gone says so by its state.
    if (!(error instanceof AwsError)) throw error;
  }
}
