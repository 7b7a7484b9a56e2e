import { spawn } from "node:child_process";
import { preparePython } from "../foreign/pythonEnvironment.ts";
import { openTerminal, type UserTerminal } from "./openTerminal.ts";
import { prepareSessionPlugin } from "./sessionPlugin.ts";
import type { SessionNode } from "./startSessionNode.ts";

export interface ClientResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** AWS's CLI with AWS's own plugin, on a sandbox. */
export interface PluginClient {
  /** `aws ssm start-session` on the node, on a terminal of 133 columns and 41 rows. */
  start(args?: string, variables?: Readonly<Record<string, string>>): UserTerminal;
  /** The same with a document and its parameters. */
  startDocument(
    name: string,
    parameters: Readonly<Record<string, string>>,
    variables?: Readonly<Record<string, string>>,
  ): UserTerminal;
  /** Runs a program that may use both. */
  run(file: string, args: readonly string[], directory?: string): Promise<ClientResult>;
}

const plugin = prepareSessionPlugin();
const python = preparePython("session", ["awscli"]);

/** Whose plugin it is, with its version. */
export const PLUGIN_TITLE = plugin.title;
/** Why it cannot be used here; none where it can. */
export const MISSING: readonly string[] = [
  ...(plugin.kind === "missing" ? [plugin.reason] : []),
  ...(python.kind === "unreachable" ? [python.reason] : []),
];

export function createPluginClient(node: SessionNode): PluginClient {
  const own = [
    plugin.kind === "ready" ? plugin.directory : "",
    python.kind === "ready" ? python.binPath : "",
  ];
  const environment = { ...node.environment, PATH: [...own, process.env["PATH"] ?? ""].join(":") };
  const { directory } = node.program;
  const start = (args = "", variables = {}): UserTerminal =>
    openTerminal(`aws ssm start-session --target ${node.instanceId} ${args}`, {
      directory,
      environment: { ...environment, ...variables },
      columns: 133,
      rows: 41,
    });
  return {
    start,
    startDocument(name, parameters, variables) {
      const lists = Object.entries(parameters).map(([key, value]) => [key, [value]]);
      const json = JSON.stringify(Object.fromEntries(lists));
      return start(`--document-name ${name} --parameters '${json}'`, variables);
    },
    run(file, args, cwd = directory) {
      const child = spawn(file, args, { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
      let stdout = "";
      let stderr = "";
      child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
      return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
      });
    },
  };
}
