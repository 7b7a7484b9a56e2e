import type { ChangeInfo } from "@aws-sdk/client-route-53";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { defineOperations, type TimerHandler } from "../../kernel/ServiceModule.ts";
import { CHANGE_PENDING_MS } from "./durations.ts";
import { route53Store, type ChangeRecord } from "./Route53State.ts";

const KEPT_CHANGES = 1000;

export const changeOperations = defineOperations<"route53">()({
  GetChange: {
    members: ["Id"],
    run(input, context) {
      const id = (input.Id ?? "").replace(/^\/?change\//, "");
      const change = context.store(route53Store).changes.find((candidate) => candidate.id === id);
      if (change === undefined)
        throw new AwsError("NoSuchChange", `Could not find resource with ID: ${id}`, { httpStatus: 404 });
      return { ChangeInfo: changeView(change) };
    },
  },
});

export const changeTimers: Readonly<Record<string, TimerHandler>> = {
  "route53.change-insync"(payload, context) {
    const change = context.store(route53Store).changes.find((candidate) => candidate.id === payload);
    if (change !== undefined) change.isInSync = true;
  },
};

/** Notes a change, which is PENDING until all name servers have it. */
export function submitChange(context: CallContext, comment?: string): ChangeInfo {
  const change: ChangeRecord = {
    id: `C${context.ids.upperAlphanumeric("route53-change", 20)}`,
    submittedMs: context.clock.nowMs(),
    comment,
    isInSync: false,
  };
  const state = context.store(route53Store);
  state.changes = [...state.changes.slice(1 - KEPT_CHANGES), change];
  context.clock.schedule({
    kind: "route53.change-insync",
    region: context.region,
    payload: change.id,
    afterMs: CHANGE_PENDING_MS,
  });
  return changeView(change);
}

function changeView(change: ChangeRecord): ChangeInfo {
  return {
    Id: `/change/${change.id}`,
    Status: change.isInSync ? "INSYNC" : "PENDING",
    SubmittedAt: new Date(change.submittedMs),
    ...(change.comment === undefined ? {} : { Comment: change.comment }),
  };
}
