import { flag, integer, nested, section, text } from "../field.ts";

export const cloudWatchLogsSection = section("CloudWatchLogs", {
  Enabled: flag("UNSUPPORTED", { default: true }),
  RetentionInDays: integer("SUPPORTED", {
    allowed: [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653],
    default: 180,
  }),
  DeletionPolicy: text("SUPPORTED", { allowed: ["Delete", "Retain"], default: "Retain" }),
});

export const rotationSection = section("Rotation", {
  Enabled: flag("UNSUPPORTED", { default: true }),
});

export const logsSection = section("Logs", {
  CloudWatch: nested(cloudWatchLogsSection, "UNSUPPORTED", { implied: true }),
  Rotation: nested(rotationSection, "UNSUPPORTED", { implied: true }),
});

export const cloudWatchDashboardsSection = section("CloudWatchDashboards", {
  Enabled: flag("SUPPORTED", { default: true }),
});

export const dashboardsSection = section("Dashboards", {
  CloudWatch: nested(cloudWatchDashboardsSection, "SUPPORTED", { implied: true }),
});

export const alarmsSection = section("Alarms", {
  Enabled: flag("SUPPORTED", { default: true }),
});

export const monitoringSection = section("Monitoring", {
  DetailedMonitoring: flag("COMPUTE_FLEET_STOP", { default: false }),
  Logs: nested(logsSection, "UNSUPPORTED", { implied: true }),
  Dashboards: nested(dashboardsSection, "SUPPORTED", { implied: true }),
  Alarms: nested(alarmsSection, "SUPPORTED", { implied: true }),
});
