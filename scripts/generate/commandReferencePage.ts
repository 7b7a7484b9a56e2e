import { COMMANDS, commandHelp } from "@trainyard/cli";

/** The help of every command as one page. */
export function commandReferencePage(): string {
  const sections = COMMANDS.map(
    (command) => `## ${command.path.join(" ")}\n\n\`\`\`text\n${commandHelp(command)}\`\`\`\n`,
  );
  return `# Commands\n\n${sections.join("\n")}`;
}
