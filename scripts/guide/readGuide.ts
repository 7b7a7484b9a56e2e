/** A thing that the guide's reader does, in the order of the text. */
export type GuideStep = ShellStep | DeployStep;

/** A block of shell commands. */
export interface ShellStep {
  readonly kind: "shell";
  /** The heading that it stands under. */
  readonly heading: string;
  readonly script: string;
}

/** A link that opens the console with a template. */
export interface DeployStep {
  readonly kind: "deploy";
  readonly heading: string;
  /** Last part of the template's address. */
  readonly template: string;
  readonly stackName: string;
  /** True inside a note, where it is another way to do what was done before. */
  readonly isAlternative: boolean;
}

const FENCE = /^```(\w*)\s*$/;
const HEADING = /^#+\s+(.*?)\s*$/;
const QUICK_CREATE = /quickcreate\?templateUrl=[^)&\s]*\/([^)&/\s]+)&stackName=([\w-]+)/;
const SHELL = new Set(["bash", "sh", "shell"]);

/** Reads the shell blocks and the links of a guide in Markdown; blocks that show an output are left out. */
export function readGuide(markdown: string): GuideStep[] {
  const steps: GuideStep[] = [];
  let heading = "";
  let block: { readonly isShell: boolean; readonly lines: string[] } | undefined;
  for (const raw of markdown.split("\n")) {
    const isQuoted = raw.startsWith(">");
    const line = isQuoted ? raw.replace(/^>\s?/, "") : raw;
    const fence = FENCE.exec(line);
    if (fence !== null) {
      if (block === undefined) block = { isShell: SHELL.has(fence[1] ?? ""), lines: [] };
      else {
        const script = block.lines.join("\n");
        if (block.isShell && !isOutput(script)) steps.push({ kind: "shell", heading, script });
        block = undefined;
      }
    } else if (block !== undefined) block.lines.push(line);
    else {
      heading = HEADING.exec(line)?.[1] ?? heading;
      const deploy = deployStepOf(line, heading, isQuoted);
      if (deploy !== undefined) steps.push(deploy);
    }
  }
  return steps;
}

/** The guide shows what a command prints in a block of its own. */
function isOutput(script: string): boolean {
  return script.trimStart().startsWith("{");
}

function deployStepOf(line: string, heading: string, isAlternative: boolean): DeployStep | undefined {
  const [, template, stackName] = QUICK_CREATE.exec(line) ?? [];
  if (template === undefined || stackName === undefined) return undefined;
  return { kind: "deploy", heading, template, stackName, isAlternative };
}
