import { findingsOf, warning, type Findings } from "./finding.ts";

export interface LogRotationInput {
  readonly logsEnabled: boolean;
  readonly rotationEnabled: boolean;
}

export function logRotationValidator({ logsEnabled, rotationEnabled }: LogRotationInput): Findings {
  return findingsOf(
    !logsEnabled &&
      rotationEnabled &&
      warning(
        "CloudWatch logs are off and log rotation is on: old logs are lost. Set Monitoring/Logs/Rotation/Enabled to false to keep them.",
      ),
  );
}

export function detailedMonitoringValidator({
  detailedMonitoring,
}: {
  readonly detailedMonitoring: boolean;
}): Findings {
  return findingsOf(
    detailedMonitoring &&
      warning(
        "DetailedMonitoring measures compute nodes every minute, which costs; set it to false for basic monitoring.",
      ),
  );
}
