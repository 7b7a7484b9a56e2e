import { z } from "zod";

export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653,
] as const;

export const monitoringSchema = z
  .strictObject({
    detailed: z.boolean().default(true).describe("Metrics of the nodes every minute instead of every five."),
    logs: z.boolean().default(true).describe("Logs of all nodes in CloudWatch; `diagnose` reads them."),
    logRetentionDays: z
      .literal([...LOG_RETENTION_DAYS])
      .default(180)
      .describe("How long logs are kept, in days."),
    dashboard: z.boolean().default(true).describe("A CloudWatch dashboard of the cluster."),
    alarms: z.boolean().default(true).describe("Alarms on the health of the head node."),
  })
  .describe("Metrics, logs, dashboard and alarms.");
