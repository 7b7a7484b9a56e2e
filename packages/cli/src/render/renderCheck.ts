import type { ClusterConfigReport, FindingLevel } from "@trainyard/core/cluster-config";
import { excerptOf } from "@trainyard/core/text";
import type { CheckFinding } from "./CheckFinding.ts";
import type { Output, Style } from "./Output.ts";

const STYLES: Readonly<Record<FindingLevel, Style>> = { ERROR: "red", WARNING: "yellow", INFO: "cyan" };
const LEVELS = ["ERROR", "WARNING", "INFO"] as const;

/** Everything that a check found, in one list. */
export function findingsOf(report: ClusterConfigReport): readonly CheckFinding[] {
  const problems = report.problems.map((problem) => ({ level: "ERROR" as const, ...problem }));
  const results = report.results.map(({ validator, ...result }) => ({
    ...result,
    rule: validator,
    hint: "",
  }));
  return [...problems, ...results];
}

/** Findings with their places and excerpts, and how many there are. */
export function renderCheck(
  findings: readonly CheckFinding[],
  { name, text }: { readonly name: string; readonly text: string },
  output: Output,
): string {
  const blocks = findings.map((finding) => {
    const { level, rule, path, message, hint, position } = finding;
    const where = output.paint("bold", `${name}:${position.line}:${position.column}`);
    const head = `${where} ${output.paint(STYLES[level], level)} ${rule}${path === "" ? "" : ` at ${path}`}: ${message}`;
    return `${head}\n${excerptOf(text, finding)}${hint === "" ? "" : `\n       ${hint}`}\n`;
  });
  return `${blocks.join("\n")}${blocks.length === 0 ? "" : "\n"}${name}: ${countsText(findings)}`;
}

function countsText(findings: readonly CheckFinding[]): string {
  const counts = LEVELS.flatMap((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : `${count} ${level}`;
  });
  return counts.length === 0 ? "nothing to object to" : counts.join(", ");
}
