export function severeVulnerabilities(report: unknown): number | undefined;
