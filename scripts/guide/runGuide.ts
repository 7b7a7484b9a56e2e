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
  const result = await shell.run(prepared.script);
  return { heading, tools, note: prepared.note, ...outcomeOf(result, prepared.brokenCount) };
}

/** In place of the console behind the link: our template, by the AWS CLI, and the wait for its end. */
async function deploy(
  { heading, template, stackName, isAlternative }: DeployStep,
  shell: GuideShell,
  values: GuideValues,
): Promise<StepReport> {
  if (isAlternative) {
    const note = `the link to ${template} is another way to do the step before`;
    return { heading, tools: [], result: "left", note, output: "" };
  }
  const { body, parameters } = guideTemplate(template, values);
  const file = join(values.virtualEnvironment, "guide-templates", template);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, body);
  const assigned = Object.entries(parameters).map(
    ([name, value]) => `ParameterKey=${name},ParameterValue=${value}`,
  );
  const result = await shell.run(
    `${values.virtualEnvironment}/bin/aws cloudformation create-stack --region ${values.region} --stack-name ${stackName} --template-body file://${file} --parameters ${assigned.join(" ")}
${values.virtualEnvironment}/bin/aws cloudformation wait stack-create-complete --region ${values.region} --stack-name ${stackName}`,
  );
  return { heading, tools: ["aws"], note: `our template in place of ${template}`, ...outcomeOf(result, 0) };
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
