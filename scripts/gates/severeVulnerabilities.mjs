/** Number of high and critical vulnerabilities in a report of `npm audit --json`; undefined when it is none. */
export function severeVulnerabilities(report) {
  const counts = report?.metadata?.vulnerabilities;
  return counts === undefined ? undefined : counts.high + counts.critical;
}
