import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { ClusterRecord } from "../ClusterRecord.ts";

const REASON_LIMIT = 4096;

/** Answers the wait condition, as cfn-signal does with an HTTP PUT to the handle. */
export function signalHandle(
  context: RegionContext,
  cluster: ClusterRecord,
  signal: { readonly status: "SUCCESS" | "FAILURE"; readonly reason: string },
): void {
  const url = cluster.settings?.waitHandle;
  if (url === undefined) return;
  const body = {
    Status: signal.status,
    Reason: signal.reason.slice(0, REASON_LIMIT - url.length),
    UniqueId: cluster.headNode.instanceId,
    Data: signal.reason,
  };
  context.emit("cloudformation.signal", {
    handle: url.slice(url.lastIndexOf("/") + 1),
    body: JSON.stringify(body),
  });
}
