import type { StepReport } from "./runGuide.ts";

const RESULTS = { done: "done", left: "not run", failed: "failed" } as const;

const HEADER = ["Step", "Heading", "Programs", "Result"] as const;

/** The run as a page of documentation. */
export function guidePage(reports: readonly StepReport[], end: readonly string[]): string {
  const rows = reports.map(({ heading, tools, result, note }, index) => [
    String(index + 1),
    heading.replaceAll(/\s+/g, " "),
    tools.join(", "),
    note === "" ? RESULTS[result] : `${RESULTS[result]}: ${note}`,
  ]);
  return `# The guide's steps on the sandbox

Every shell block of the distributed training guide, in its order, run by the official programs against the sandbox
(\`npm run guide -- GUIDE.md --write\` makes this page). Where the guide has a link that opens the console with a
template, our template is deployed by the AWS CLI. Where the machine can run hosts, the cluster's nodes run as such: the
block for the head node is typed in a session of Session Manager, and the ssh command is run as well.

${table([HEADER, ...rows])}

At the end:

${end.map((line) => `- ${line}`).join("\n")}
`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [header = "", ...rest] = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`,
  );
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [header, rule, ...rest].join("\n");
}
