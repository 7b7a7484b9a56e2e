import type { ClusterPlan } from "../ClusterPlan.ts";
import { computeResources } from "../ClusterPlan.ts";
import type { Resources, TemplateResource } from "../Resources.ts";

/** A count, or a value, that is read out of the node daemon's event log. */
export interface LogMetric {
  readonly name: string;
  readonly pattern: string;
  readonly value?: string;
  readonly unit?: string;
}

const LAUNCH_FAILURE = "node-launch-failure-count";

const BASE_METRICS: readonly LogMetric[] = [
  launchFailure("IamPolicyErrors", "iam-policy-errors"),
  launchFailure("VcpuLimitErrors", "vcpu-limit-failures"),
  launchFailure("VolumeLimitErrors", "volume-limit-failures"),
  launchFailure("InsufficientCapacityErrors", "ice-failures"),
  launchFailure("OtherInstanceLaunchFailures", "other-failures"),
  health("InstanceBootstrapTimeoutErrors", "protected-mode-error-count", "static-replacement-timeout-error"),
  health("EC2HealthCheckErrors", "nodes-failing-health-check-count", "ec2_health_check"),
  health("ScheduledEventHealthCheckErrors", "nodes-failing-health-check-count", "scheduled_events_check"),
  { name: "NoCorrespondingInstanceErrors", pattern: eventPattern("invalid-backing-instance-count") },
  { name: "SlurmNodeNotRespondingErrors", pattern: eventPattern("slurm-node-not-responding-count") },
  {
    name: "MaxDynamicNodeIdleTime",
    pattern:
      '{ $.event-type = "compute-node-idle-time" && $.scheduler = "slurm" && $.detail.node-type = "dynamic" }',
    value: "$.detail.longest-idle-time",
    unit: "Seconds",
  },
];

const ACTION_METRICS: readonly LogMetric[] = ["OnNodeStart", "OnNodeConfigured"].flatMap((action) => [
  actionFailure(`${action}DownloadErrors`, action, "download"),
  actionFailure(`${action}RunErrors`, action, "run"),
]);

/** Which metrics a cluster of this kind keeps. */
export function logMetrics(plan: ClusterPlan): readonly LogMetric[] {
  const { monitoring, queues } = plan.configuration;
  if (!monitoring.dashboard || !monitoring.logs.enabled || plan.facts.region.startsWith("us-iso")) return [];
  const withActions = queues.some(
    ({ customActions: { onNodeStart, onNodeConfigured } }) =>
      onNodeStart.length + onNodeConfigured.length > 0,
  );
  const withGpuChecks = computeResources(plan).some(({ resource }) => resource.gpuHealthCheck);
  const heartbeat = plan.facts.version.heartbeatAlarm && monitoring.alarms;
  return [
    ...BASE_METRICS,
    ...(withActions ? ACTION_METRICS : []),
    ...(withGpuChecks ? [health("GpuHealthCheckFailures", "node-health-check-failure-count", "gpu")] : []),
    ...(heartbeat ? [{ name: "ClustermgtdHeartbeat", pattern: eventPattern("clustermgtd-heartbeat") }] : []),
  ];
}

export function metricFilters(plan: ClusterPlan): Resources {
  return Object.fromEntries(
    logMetrics(plan).map((metric) => [`${metric.name}Filter`, metricFilter(plan, metric)]),
  );
}

function metricFilter(plan: ClusterPlan, metric: LogMetric): TemplateResource {
  return {
    Type: "AWS::Logs::MetricFilter",
    Properties: {
      LogGroupName: plan.facts.logGroupName,
      FilterPattern: metric.pattern,
      MetricTransformations: [
        {
          MetricName: metric.name,
          MetricNamespace: "ParallelCluster",
          MetricValue: metric.value ?? "$.detail.count",
          Unit: metric.unit ?? "Count",
          Dimensions: [{ Key: "ClusterName", Value: "$.cluster-name" }],
        },
      ],
    },
    DependsOn: ["CloudWatchLogGroup"],
  };
}

function eventPattern(eventType: string): string {
  return `{ $.event-type = "${eventType}" && $.scheduler = "slurm" }`;
}

function launchFailure(name: string, failureType: string): LogMetric {
  return {
    name,
    pattern: `{ $.event-type = "${LAUNCH_FAILURE}" && $.scheduler = "slurm" && $.detail.failure-type = "${failureType}" }`,
  };
}

function health(name: string, eventType: string, kind: string): LogMetric {
  return {
    name,
    pattern: `{ $.event-type = "${eventType}" && $.scheduler = "slurm" && $.detail.type = "${kind}" }`,
  };
}

function actionFailure(name: string, action: string, stage: string): LogMetric {
  return {
    name,
    pattern: `{ $.event-type = "custom-action-error" && $.scheduler = "slurm" && $.detail.action = "${action}" && $.detail.stage = "${stage}" }`,
  };
}
