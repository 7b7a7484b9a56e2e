import type { CheckFinding } from "./CheckFinding.ts";

const LEVELS = { ERROR: "error", WARNING: "warning", INFO: "note" } as const;

/** Findings as a SARIF 2.1.0 log, the format that code scanning services read. */
export function sarifOf(findings: readonly CheckFinding[], file: string, version: string) {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort().map((id) => ({ id }));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "trainyard", version, rules } },
        results: findings.map(({ level, rule, message, path, position, length }) => ({
          ruleId: rule,
          level: LEVELS[level],
          message: { text: message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: file.replaceAll("\\", "/") },
                region: {
                  startLine: position.line,
                  startColumn: position.column,
                  endColumn: position.column + length,
                },
              },
              ...(path === "" ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
            },
          ],
        })),
      },
    ],
  };
}
