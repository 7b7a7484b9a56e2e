import type { MachineReport } from "@trainyard/sandbox";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { usageError } from "../command/usageError.ts";
import { drawLayer } from "../render/drawLayer.ts";
import { stateDirectoryOf } from "./stateDirectory.ts";

/** How instances of a sandbox run; `auto` takes what its state has, else the best that the machine allows. */
export type HostsChoice = "auto" | "namespaces" | "simulated";

export const HOSTS_CHOICES = ["auto", "namespaces", "simulated"] as const satisfies readonly HostsChoice[];

type HostsKind = Exclude<HostsChoice, "auto">;

/** The flag's word, else that of TRAINYARD_HOSTS, else `auto`. @throws {TrainyardError} `USAGE` */
export function hostsWanted(
  flag: string | undefined,
  { environment }: Pick<CommandContext, "environment">,
): HostsChoice {
  const named = flag ?? environment["TRAINYARD_HOSTS"] ?? "";
  const choice = HOSTS_CHOICES.find((each) => each === (named === "" ? "auto" : named));
  if (choice !== undefined) return choice;
  throw usageError(`TRAINYARD_HOSTS is "${named}"`, `Use one of: ${HOSTS_CHOICES.join(", ")}.`);
}

/**
 * Decides in the sandbox's own process how its instances run, and makes ready what they need.
 * @throws {TrainyardError} `SANDBOX_HOSTS_UNAVAILABLE` when neither the machine nor the state let it be as wanted.
 */
export async function chooseHosts(wanted: HostsChoice, context: CommandContext): Promise<HostsKind> {
  const { examineMachine, keptHosts } = await import("@trainyard/sandbox");
  const kept = await keptHosts(stateDirectoryOf(context));
  if (wanted !== "auto" && kept !== undefined && kept !== wanted) throw keptOtherwise(kept, wanted);
  if (wanted === "simulated") return "simulated";
  if (kept === "simulated") return tellSimulated("the instances of this state are so, and stay so", context);
  const report = await examineMachine();
  const needed = wanted === "namespaces" || kept === "namespaces";
  if (report.driver === "namespaces") {
    const failure = await prepare(context);
    if (failure === undefined) return "namespaces";
    if (needed) throw unavailable(failure, kept);
    return tellSimulated(failure, context);
  }
  if (needed) throw unavailable(whyOf(report), kept);
  return tellSimulated(whyOf(report), context);
}

/** Answers why hosts cannot have what they need; undefined when they have it. */
async function prepare(context: CommandContext): Promise<string | undefined> {
  const { prepareLayer } = await import("@trainyard/sandbox");
  const { signal, output } = context;
  try {
    await prepareLayer({ signal, onProgress: (progress) => drawLayer(progress, output) });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "HOST_FAILED")) throw error;
    return error.message;
  } finally {
    output.clearLive();
  }
}

export function tellSimulated(reason: string, { output }: CommandContext): "simulated" {
  output.event({ type: "sandbox-hosts", driver: "simulated", reason });
  output.progress(`Hosts are simulated: ${reason}.`);
  return "simulated";
}

function whyOf({ reason }: MachineReport): string {
  return reason.replace(/^hosts are simulated: /, "");
}

/** Real hosts are needed and not to be had. @param kept - set when the state needs them. */
export function unavailable(reason: string, kept: HostsKind | undefined): TrainyardError {
  const needs = kept === undefined ? "" : "; the instances of this state run on them";
  return new TrainyardError("SANDBOX_HOSTS_UNAVAILABLE", `real hosts are not to be had: ${reason}${needs}`, {
    hint:
      kept === undefined
        ? "See `trainyard sandbox doctor`, or take --hosts simulated."
        : "See `trainyard sandbox doctor`, or name another directory with --state.",
    details: kept === undefined ? {} : { kept },
  });
}

function keptOtherwise(kept: HostsKind, wanted: HostsKind): TrainyardError {
  return new TrainyardError(
    "SANDBOX_HOSTS_UNAVAILABLE",
    `the instances of this state run on hosts of the kind ${kept}, which cannot become ${wanted}`,
    {
      hint: "Leave --hosts out, take the clusters down first, or name another directory with --state.",
      details: { kept, wanted },
    },
  );
}
