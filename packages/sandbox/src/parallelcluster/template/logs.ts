import type { ClusterPlan } from "./ClusterPlan.ts";
import { withoutUndefined, type Resources } from "./Resources.ts";

/** The group to which all nodes write. */
export function clusterLogGroup(plan: ClusterPlan): Resources {
  const { logs } = plan.configuration.monitoring;
  if (!logs.enabled) return {};
  return {
    CloudWatchLogGroup: {
      Type: "AWS::Logs::LogGroup",
      Properties: withoutUndefined({
        LogGroupName: plan.facts.logGroupName,
        RetentionInDays: logs.retentionDays === 0 ? undefined : logs.retentionDays,
      }),
      DeletionPolicy: logs.deletionPolicy,
    },
  };
}
