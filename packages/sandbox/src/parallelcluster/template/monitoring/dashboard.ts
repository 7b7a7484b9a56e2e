import type { Json, JsonObject } from "../../../kernel/json.ts";
import type { ClusterPlan } from "../ClusterPlan.ts";
import { getAtt, join, jsonText, ref } from "../intrinsics.ts";
import { constructId } from "../logicalIds.ts";
import type { Resources } from "../Resources.ts";
import { logMetrics } from "./metricFilters.ts";

const GRAPH_WIDTH = 6;
const FULL_WIDTH = 24;
const HEIGHT = 6;

const HEAD_NODE_METRICS = [
  "CPUUtilization",
  "NetworkIn",
  "NetworkOut",
  "NetworkPacketsIn",
  "NetworkPacketsOut",
  "DiskReadOps",
  "DiskWriteOps",
  "DiskReadBytes",
  "DiskWriteBytes",
];

const LOG_TABLES: readonly (readonly [string, string])[] = [
  ["clustermgtd", "clustermgtd"],
  ["slurm_resume", "slurm_resume"],
  ["slurm_suspend", "slurm_suspend"],
  ["slurmctld", "slurmctld"],
  ["cfn-init", "cfn-init"],
  ["chef-client", "chef-client"],
  ["cloud-init", "cloud-init"],
  ["syslog", "syslog"],
];

/** `<cluster>-<region>`: alarms, the head node's metrics, its storage and its logs. */
export function dashboard(plan: ClusterPlan): Resources {
  if (!plan.configuration.monitoring.dashboard) return {};
  return {
    [constructId(["CloudwatchDashboard", "Resource"])]: {
      Type: "AWS::CloudWatch::Dashboard",
      Properties: {
        DashboardName: join(`${plan.facts.clusterName}-`, ref("AWS::Region")),
        DashboardBody: dashboardBody(plan),
      },
    },
  };
}

function dashboardBody(plan: ClusterPlan): Json {
  const metrics = logMetrics(plan);
  const sections: readonly (readonly JsonObject[])[] = [
    plan.configuration.monitoring.alarms ? [title("Head node alarms"), alarmWidget()] : [],
    [title("Head node EC2 metrics"), ...HEAD_NODE_METRICS.map(metricWidget)],
    metrics.length > 0
      ? [title("Cluster health metrics"), ...metrics.map(({ name }) => healthWidget(plan, name))]
      : [],
    plan.configuration.monitoring.logs.enabled
      ? [title("Head node logs"), ...LOG_TABLES.map(([name, stream]) => logWidget(plan, name, stream))]
      : [],
  ];
  return jsonText({ widgets: placed(sections.flat()) });
}

/** Widgets in rows from left to right. */
function placed(widgets: readonly JsonObject[]): readonly JsonObject[] {
  let x = 0;
  let y = 0;
  return widgets.map((widget) => {
    const width = widget["type"] === "metric" ? GRAPH_WIDTH : FULL_WIDTH;
    const height = widget["type"] === "text" ? 1 : HEIGHT;
    if (x + width > FULL_WIDTH) {
      x = 0;
      y += HEIGHT;
    }
    const place = { x, y, width, height };
    x += width;
    return { ...widget, ...place };
  });
}

function title(text: string): JsonObject {
  return { type: "text", properties: { markdown: `## ${text}` } };
}

function alarmWidget(): JsonObject {
  return {
    type: "alarm",
    properties: {
      title: "Head node alarms",
      alarms: [getAtt(constructId(["HeadNodeAlarm", "Resource"]), "Arn")],
    },
  };
}

function metricWidget(name: string): JsonObject {
  return {
    type: "metric",
    properties: {
      title: name,
      region: ref("AWS::Region"),
      metrics: [["AWS/EC2", name, "InstanceId", ref("HeadNode")]],
    },
  };
}

function healthWidget(plan: ClusterPlan, name: string): JsonObject {
  return {
    type: "metric",
    properties: {
      title: name,
      region: ref("AWS::Region"),
      metrics: [["ParallelCluster", name, "ClusterName", plan.facts.clusterName]],
      stat: "Sum",
    },
  };
}

function logWidget(plan: ClusterPlan, name: string, stream: string): JsonObject {
  const query = `SOURCE '${plan.facts.logGroupName}' | fields @timestamp, @message | filter @logStream like /${stream}/ | sort @timestamp desc | limit 100`;
  return {
    type: "log",
    properties: { title: name, region: ref("AWS::Region"), view: "table", query },
  };
}
