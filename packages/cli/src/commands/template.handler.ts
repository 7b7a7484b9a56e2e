import {
  clusterConfig,
  dataBucketTemplate,
  guideConfigOf,
  iamPolicyDocument,
  prerequisitesOptionsOf,
  prerequisitesTemplate,
  renderClusterConfig,
  renderTemplate,
  sshSecurityGroupOf,
  TrainyardError,
} from "@trainyard/core";
import { stringify } from "yaml";
import type { CommandContext } from "../command/CommandContext.ts";
import { openDesign, type OpenDesign } from "../session/openDesign.ts";
import { writeOutput } from "../session/writeOutput.ts";

interface TemplateInvocation {
  readonly flags: { readonly file: string | undefined; readonly output: string | undefined };
  readonly positionals: readonly string[];
}

export async function handleTemplate(
  { flags, positionals }: TemplateInvocation,
  context: CommandContext,
): Promise<void> {
  const opened = await openDesign(flags.file, context);
  const text = await textOf(positionals[0] ?? "", opened, context);
  const path = await writeOutput(flags.output ?? "-", text, false, context);
  if (path !== undefined) context.output.progress(`Wrote ${path}.`);
}

async function textOf(kind: string, opened: OpenDesign, context: CommandContext): Promise<string> {
  const { resolved } = opened;
  const header = [`Made by trainyard ${context.version} for ${resolved.names.cluster}.`];
  switch (kind) {
    case "prerequisites":
      return renderTemplate(prerequisitesTemplate(prerequisitesOptionsOf(resolved)), {
        format: "yaml",
        header,
      });
    case "data-bucket":
      return renderTemplate(dataBucketTemplate({ versioning: resolved.project.data.versioning }), {
        format: "yaml",
        header,
      });
    case "iam-policy":
      return `${JSON.stringify(iamPolicyDocument(resolved), undefined, 2)}\n`;
    case "guide-config":
      return guideConfigOf(resolved, await prerequisitesOutputs(opened, context.signal));
    case "cluster-config":
      return renderClusterConfig(await configOf(opened, context), {
        trainyardVersion: context.version,
        projectName: resolved.project.name,
        parallelClusterVersion: resolved.version.version,
      });
    default:
      return clusterStack(opened, context);
  }
}

async function configOf(opened: OpenDesign, context: CommandContext) {
  const outputs = await neededOutputs(opened, context.signal);
  return clusterConfig(opened.resolved, outputs, { securityGroup: sshSecurityGroupOf(opened.resolved) });
}

async function clusterStack(opened: OpenDesign, context: CommandContext): Promise<string> {
  const outputs = await neededOutputs(opened, context.signal);
  const request = opened.design.cluster({ prerequisites: outputs, serviceToken: "" });
  return "body" in request.template ? stringify(JSON.parse(request.template.body), { lineWidth: 120 }) : "";
}

async function prerequisitesOutputs(
  { gateways, design }: OpenDesign,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  if (design.prerequisites === undefined) return {};
  const stack = await gateways.stacks.describe(design.prerequisites.request.stackName, signal);
  return stack === "absent" ? {} : stack.outputs;
}

/** What the cluster's configuration is made from. @throws {TrainyardError} `NOT_DEPLOYED` when it is not there yet. */
async function neededOutputs(
  opened: OpenDesign,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const outputs = await prerequisitesOutputs(opened, signal);
  const { prerequisites } = opened.design;
  if (prerequisites === undefined || Object.keys(outputs).length > 0) return outputs;
  throw new TrainyardError(
    "NOT_DEPLOYED",
    `the stack ${prerequisites.request.stackName}, whose ids stand in the configuration, does not exist yet`,
    { hint: "Run `trainyard up` first, or print the other templates." },
  );
}
