import { validateClusterConfig } from "@trainyard/core/cluster-config";
import type { CommandContext } from "../command/CommandContext.ts";
import { usageError } from "../command/usageError.ts";
import { findingsOf, renderCheck } from "../render/renderCheck.ts";
import { sarifOf } from "../render/sarif.ts";
import type { Checked, CheckFlags } from "../session/Check.ts";
import { readInput } from "../session/readInput.ts";
import { checkChoices } from "./checkOptions.ts";
import { parallelClusterVersionOf } from "./parallelClusterVersionFlag.ts";

const REFUSED = 3;

export async function handleCheck(
  { flags }: { readonly flags: CheckFlags },
  context: CommandContext,
): Promise<number> {
  const { "cluster-config": file, offline } = flags;
  if (file === undefined) checkUseOnProject(flags);
  else if (flags.file !== undefined)
    throw usageError("--file and --cluster-config are given together", "Give one of them.");
  if (offline && file !== undefined) return tell(await checkOffline(file, flags, context), flags, context);
  const { checkFile, checkProject } = await import("../session/checkInAccount.ts");
  return tell(
    await (file === undefined ? checkProject(flags, context) : checkFile(file, flags, context)),
    flags,
    context,
  );
}

function checkUseOnProject({ offline, sarif }: CheckFlags): void {
  if (offline)
    throw usageError(
      "--offline needs --cluster-config",
      "Write `trainyard check --offline --cluster-config cluster.yaml`; a project is checked with its account.",
    );
  if (sarif)
    throw usageError(
      "--sarif needs --cluster-config: places in a generated configuration are in no file",
      "Write it to a file first: `trainyard template cluster-config --output cluster.yaml`.",
    );
}

async function checkOffline(file: string, flags: CheckFlags, context: CommandContext): Promise<Checked> {
  const input = await readInput(file, context, "Name a ParallelCluster configuration.");
  const version = parallelClusterVersionOf(flags["parallelcluster-version"]);
  const report = await validateClusterConfig(input.text, {
    ...checkChoices(flags, flags["failure-level"]),
    ...(version === undefined ? {} : { parallelClusterVersion: version }),
    ...(context.globals.region === undefined ? {} : { region: context.globals.region }),
  });
  return { ...input, file: input.path, report, waiting: [] };
}

function tell(checked: Checked, flags: CheckFlags, { output, version }: CommandContext): number {
  const { name, file, report, waiting } = checked;
  const { phase, valid } = report;
  const findings = findingsOf(report);
  output.event({ type: "check", file, phase, valid, findings, waiting });
  if (flags.sarif) output.raw(`${JSON.stringify(sarifOf(findings, name, version), undefined, 2)}\n`);
  else output.result(`${renderCheck(findings, checked, output)}${waitingText(waiting)}`);
  return valid ? 0 : REFUSED;
}

function waitingText(waiting: readonly string[]): string {
  if (waiting.length === 0) return "";
  return `\nNetwork and file systems do not exist yet: stand-ins are in their places, and the rules that ask the account wait for \`trainyard up\`:\n  ${waiting.join("\n  ")}`;
}
