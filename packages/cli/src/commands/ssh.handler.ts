import { spawn } from "node:child_process";
import { constants } from "node:os";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { openHeadNode } from "../session/openHeadNode.ts";
import { destinationOf, otherPortOf, sshTarget, type SshTarget } from "../session/sshTarget.ts";

const SIGNAL_EXIT_CODE = 128;

export async function handleSsh(
  invocation: {
    readonly flags: { readonly file: string | undefined; readonly dryrun: boolean };
    readonly rest: readonly string[];
  },
  context: CommandContext,
): Promise<number> {
  const opened = await openHeadNode(invocation.flags.file, context);
  if (invocation.flags.dryrun) {
    context.output.raw(officialDryRun(destinationOf(opened), invocation.rest));
    const port = await otherPortOf(opened, context);
    if (port !== undefined)
      context.output.progress(
        `This machine does not give port 22 of that address: add -p ${port}, or use \`trainyard ssh-config\`.`,
      );
    return 0;
  }
  return runSsh(await sshTarget(opened, context), invocation.rest);
}

export async function handleSshConfig(
  { flags }: { readonly flags: { readonly file: string | undefined } },
  context: CommandContext,
): Promise<void> {
  const opened = await openHeadNode(flags.file, context);
  const { address, user, options } = await sshTarget(opened, context);
  const entry = [["User", user] as const, ...options];
  const host = opened.names.cluster;
  context.output.event({ type: "ssh-config", host, address, options: Object.fromEntries(entry) });
  const lines = entry.map(([name, value]) => `  ${name} ${quoted(value)}`);
  // Under its address too: what the official program runs finds key and port then.
  context.output.result([`Host ${host} ${address}`, ...lines].join("\n"));
}

/** Byte for byte what the official program prints, with the space behind the address. */
function officialDryRun(destination: string, args: readonly string[]): string {
  const command = `ssh ${destination} ${args.map(shellQuoted).join(" ")}`;
  const json = JSON.stringify({ command }, undefined, 2);
  return `${json.replaceAll(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

/** Python's `shlex.quote`. */
function shellQuoted(word: string): string {
  if (word !== "" && !/[^\w@%+=:,./-]/.test(word)) return word;
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}

async function runSsh({ destination, options }: SshTarget, args: readonly string[]): Promise<number> {
  const words = options.flatMap(([name, value]) => ["-o", `${name}=${quoted(value)}`]);
  const child = spawn("ssh", [...words, destination, ...args], { stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(
        new TrainyardError("PROGRAM_MISSING", `ssh cannot be started: ${error.message}`, {
          hint: "Install an OpenSSH client, or use `trainyard connect`, which needs none.",
          cause: error,
        }),
      ),
    );
    child.once("exit", (code, signal) =>
      resolve(code ?? SIGNAL_EXIT_CODE + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}

/** As ssh reads values with spaces. */
function quoted(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}
