import {
  excerptOf,
  isSuppression,
  TrainyardError,
  validateClusterConfig,
  type CheckOptions,
  type ClusterConfigReport,
  type FindingLevel,
} from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import type { Style } from "../render/Output.ts";
import type { CheckFinding } from "../render/CheckFinding.ts";
import { sarifOf } from "../render/sarif.ts";
import { readInput, type InputFile } from "../session/readInput.ts";
import { parallelClusterVersionOf } from "./parallelClusterVersionFlag.ts";

interface CheckFlags {
  readonly offline: boolean;
  readonly "cluster-config": string | undefined;
  readonly "parallelcluster-version": string | undefined;
  readonly "suppress-validators": readonly string[];
  readonly "failure-level": string | undefined;
  readonly sarif: boolean;
}

const REFUSED = 3;
const STYLES: Readonly<Record<FindingLevel, Style>> = { ERROR: "red", WARNING: "yellow", INFO: "cyan" };

export async function handleCheck(
  { flags }: { readonly flags: CheckFlags },
  context: CommandContext,
): Promise<number> {
  const file = flags["cluster-config"];
  if (!flags.offline || file === undefined)
    throw new TrainyardError("USAGE", "check needs --offline and --cluster-config", {
      hint: "Write `trainyard check --offline --cluster-config cluster.yaml`; `trainyard plan` looks at a project with its account.",
    });
  const input = await readInput(file, context, "Name a ParallelCluster configuration.");
  const report = await validateClusterConfig(input.text, optionsOf(flags));
  const findings = findingsOf(report);
  context.output.event({
    type: "check",
    file: input.path,
    phase: report.phase,
    valid: report.valid,
    findings,
  });
  if (flags.sarif)
    context.output.raw(`${JSON.stringify(sarifOf(findings, input.name, context.version), undefined, 2)}\n`);
  else context.output.result(textOf(findings, input, context));
  return report.valid ? 0 : REFUSED;
}

function optionsOf(flags: CheckFlags): CheckOptions {
  const version = parallelClusterVersionOf(flags["parallelcluster-version"]);
  const wrong = flags["suppress-validators"].find((name) => !isSuppression(name));
  if (wrong !== undefined)
    throw new TrainyardError("USAGE", `--suppress-validators is "${wrong}"`, {
      hint: "Give ALL, or type: and the name of a validator.",
    });
  const level = flags["failure-level"];
  return {
    suppress: flags["suppress-validators"],
    ...(version === undefined ? {} : { parallelClusterVersion: version }),
    ...(level === "INFO" || level === "WARNING" || level === "ERROR" ? { failureLevel: level } : {}),
  };
}

function findingsOf(report: ClusterConfigReport): readonly CheckFinding[] {
  const problems = report.problems.map((problem) => ({ level: "ERROR" as const, ...problem }));
  const results = report.results.map(({ validator, ...result }) => ({
    ...result,
    rule: validator,
    hint: "",
  }));
  return [...problems, ...results];
}

function textOf(
  findings: readonly CheckFinding[],
  { name, text }: InputFile,
  { output }: CommandContext,
): string {
  const lines = findings.map((finding) => {
    const { level, rule, path, message, hint, position } = finding;
    const where = output.paint("bold", `${name}:${position.line}:${position.column}`);
    const head = `${where} ${output.paint(STYLES[level], level)} ${rule}${path === "" ? "" : ` at ${path}`}: ${message}`;
    return `${head}\n${excerptOf(text, finding)}${hint === "" ? "" : `\n       ${hint}`}\n`;
  });
  const counts = (["ERROR", "WARNING", "INFO"] as const).map((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? "" : `${count} ${level}`;
  });
  const summary = counts.filter((count) => count !== "").join(", ");
  return `${lines.join("\n")}${lines.length === 0 ? "" : "\n"}${name}: ${summary === "" ? "nothing to object to" : summary}`;
}
