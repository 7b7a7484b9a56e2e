import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BlockResult, GuideShell } from "./createGuideShell.ts";
import { guideTemplate } from "./guideTemplates.ts";
import { prepareScript, type GuideValues } from "./prepareScript.ts";
import type { DeployStep, GuideStep, ShellStep } from "./readGuide.ts";

/** How a step of the guide went. */
export interface StepReport {
  readonly heading: string;
  /** Programs that it called. */
  readonly tools: readonly string[];
  readonly result: "done" | "left" | "failed";
  readonly note: string;
  readonly output: string;
}

const TOOLS = ["pcluster", "aws", "yq", "envsubst", "git", "python3", "source", "sudo"];

/** Runs the steps in order and ends at the first that fails. */
export async function* runGuide(
  steps: readonly GuideStep[],
  shell: GuideShell,
  values: GuideValues,
): AsyncGenerator<StepReport> {
  for (const step of steps) {
    const report =
      step.kind === "shell" ? await runBlock(step, shell, values) : await deploy(step, shell, values);
    yield report;
    if (report.result === "failed") return;
  }
}

async function runBlock(
  { heading, script }: ShellStep,
  shell: GuideShell,
  values: GuideValues,
): Promise<StepReport> {
  const tools = toolsOf(script);
  const prepared = prepareScript(script, values);
  if (prepared.kind === "leave") return { heading, tools, result: "left", note: prepared.reason, output: "" };
  if (prepared.kind === "session") return runOnHeadNode(heading, prepared.lines, shell);
  const result = await shell.run(prepared.script);
  return { heading, tools, note: prepared.note, ...outcomeOf(result, prepared.brokenCount) };
}

/** In place of the console behind the link: our template, by the AWS CLI, and the wait for its end. */
async function deploy(
  { heading, template, stackName, isAlternative }: DeployStep,
  shell: GuideShell,
  values: GuideValues,
): Promise<StepReport> {
  const { body, parameters } = guideTemplate(template, values);
  const file = join(values.virtualEnvironment, "guide-templates", template);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, body);
  const assigned = Object.entries(parameters).map(
    ([name, value]) => `ParameterKey=${name},ParameterValue=${value}`,
  );
  const name = isAlternative ? `${stackName}-alternative` : stackName;
  const call = (command: string): string =>
    `${values.virtualEnvironment}/bin/aws cloudformation ${command} --region ${values.region} --stack-name ${name}`;
  const result = await shell.run(
    [
      `${call("create-stack")} --template-body file://${file} --parameters ${assigned.join(" ")}`,
      call("wait stack-create-complete"),
      ...(isAlternative ? [call("delete-stack"), call("wait stack-delete-complete")] : []),
    ].join("\n"),
  );
  const beside = isAlternative ? ", beside the one before and deleted again" : "";
  const note = `our template in place of ${template}${beside}`;
  return { heading, tools: ["aws"], note, ...outcomeOf(result, 0) };
}

/** As the reader does who connects by Session Manager, when the cluster is complete. */
async function runOnHeadNode(
  heading: string,
  lines: readonly string[],
  shell: GuideShell,
): Promise<StepReport> {
  const tools = ["aws", "session-manager-plugin", "sudo"];
  await clusterEnd(shell);
  const found = await shell.run(
    "pcluster describe-cluster-instances --region ${AWS_REGION} --cluster-name ${CLUSTER_NAME} --node-type HeadNode",
  );
  const instanceId = /"instanceId": "([^"]*)"/.exec(found.output)?.[1];
  if (instanceId === undefined) return { heading, tools, result: "failed", note: "", output: found.output };
  try {
    const connect = `aws ssm start-session --target ${instanceId}`;
    const output = await shell.type(connect, [...lines, "echo I am $(id -un)", "exit", "exit"]);
    const result = output.includes("I am ubuntu") ? "done" : "failed";
    return { heading, tools, result, note: "typed in a session that the AWS CLI opens", output };
  } catch (error) {
    const output = error instanceof Error ? error.message : String(error);
    return { heading, tools, result: "failed", note: "", output };
  }
}

/** Waits until the creation of the cluster has ended and answers its status. */
export async function clusterEnd(shell: GuideShell): Promise<string> {
  let status = "CREATE_IN_PROGRESS";
  while (status === "CREATE_IN_PROGRESS") {
    const { output } = await shell.run(
      "pcluster describe-cluster --region ${AWS_REGION} --cluster-name ${CLUSTER_NAME}",
    );
    status = /"clusterStatus": "([^"]*)"/.exec(output)?.[1] ?? output.trim();
  }
  return status;
}

function outcomeOf(
  { failedCount, output }: BlockResult,
  brokenCount: number,
): Pick<StepReport, "result" | "output"> {
  return { result: failedCount === brokenCount ? "done" : "failed", output };
}

function toolsOf(script: string): string[] {
  return TOOLS.filter((tool) => new RegExp(`(^|[|;(\`]\\s*)${tool}\\s`, "m").test(script));
}
