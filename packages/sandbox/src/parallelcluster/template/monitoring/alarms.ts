import type { JsonObject } from "../../../kernel/json.ts";
import type { ClusterPlan } from "../ClusterPlan.ts";
import { getAtt, join, ref } from "../intrinsics.ts";
import { constructId } from "../logicalIds.ts";
import type { Resources, TemplateResource } from "../Resources.ts";

const PERIOD_SECONDS = 60;
const USE_LIMIT_PERCENT = 90;
const HEARTBEAT_PERIODS = 10;

/** Alarms on the head node, and one that rings when any of them does. */
export function alarms(plan: ClusterPlan, waitCondition: string): Resources {
  const { monitoring } = plan.configuration;
  if (!monitoring.alarms) return {};
  const simple: readonly [string, JsonObject][] = [
    [
      "Health",
      { Namespace: "AWS/EC2", MetricName: "StatusCheckFailed", Threshold: 0, Dimensions: [instance()] },
    ],
    [
      "Cpu",
      {
        Namespace: "AWS/EC2",
        MetricName: "CPUUtilization",
        Threshold: USE_LIMIT_PERCENT,
        Dimensions: [instance()],
      },
    ],
    [
      "Mem",
      {
        Namespace: "CWAgent",
        MetricName: "mem_used_percent",
        Threshold: USE_LIMIT_PERCENT,
        Dimensions: [instance()],
      },
    ],
    [
      "Disk",
      {
        Namespace: "CWAgent",
        MetricName: "disk_used_percent",
        Threshold: USE_LIMIT_PERCENT,
        Dimensions: [instance(), { Name: "path", Value: "/" }],
      },
    ],
  ];
  const after = plan.facts.version.alarmsWaitForBootstrap ? { DependsOn: [waitCondition] } : {};
  const entries = simple.map(([kind, properties]): [string, TemplateResource] => [
    constructId([`HeadNode${kind}Alarm`, "Resource"]),
    { ...alarm(plan, kind, properties), ...after },
  ]);
  const heartbeat = heartbeatAlarm(plan);
  if (heartbeat !== undefined) entries.push([heartbeat[0], { ...heartbeat[1], ...after }]);
  const all = Object.fromEntries(entries);
  return { ...all, ...compositeAlarm(plan, Object.keys(all), after) };
}

function instance(): JsonObject {
  return { Name: "InstanceId", Value: ref("HeadNode") };
}

function alarm(plan: ClusterPlan, kind: string, properties: JsonObject): TemplateResource {
  return {
    Type: "AWS::CloudWatch::Alarm",
    Properties: {
      AlarmName: `${plan.facts.clusterName}-HeadNode-${kind}`,
      ComparisonOperator: "GreaterThanThreshold",
      DatapointsToAlarm: 1,
      EvaluationPeriods: 1,
      Period: PERIOD_SECONDS,
      Statistic: "Maximum",
      ...properties,
    },
  };
}

/** Rings when the node daemon has not been heard of for ten minutes. */
function heartbeatAlarm(plan: ClusterPlan): readonly [string, TemplateResource] | undefined {
  if (!plan.facts.version.heartbeatAlarm || !plan.configuration.monitoring.logs.enabled) return undefined;
  const properties = {
    ...alarm(plan, "ClustermgtdHeartbeat", {
      Namespace: "ParallelCluster",
      MetricName: "ClustermgtdHeartbeat",
      Dimensions: [{ Name: "ClusterName", Value: plan.facts.clusterName }],
      ComparisonOperator: "LessThanThreshold",
      Threshold: 1,
      DatapointsToAlarm: HEARTBEAT_PERIODS,
      EvaluationPeriods: HEARTBEAT_PERIODS,
      Statistic: "Sum",
      TreatMissingData: "breaching",
    }),
  };
  return [constructId(["HeadNodeClustermgtdHeartbeatAlarm", "Resource"]), properties];
}

function compositeAlarm(
  plan: ClusterPlan,
  alarmIds: readonly string[],
  after: { readonly DependsOn?: readonly string[] },
): Resources {
  const rule = alarmIds.flatMap((id, index) => [
    index === 0 ? '(ALARM("' : ' OR ALARM("',
    getAtt(id, "Arn"),
    '")',
  ]);
  return {
    [constructId(["HeadNodeAlarm", "Resource"])]: {
      Type: "AWS::CloudWatch::CompositeAlarm",
      Properties: { AlarmName: `${plan.facts.clusterName}-HeadNode`, AlarmRule: join(...rule, ")") },
      ...after,
    },
  };
}
