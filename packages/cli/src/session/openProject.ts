import {
  loadProject,
  projectNames,
  TrainyardError,
  type Project,
  type ProjectNames,
  type ConfigComment,
} from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { DEFAULT_PROJECT_FILE } from "../commands/projectFlag.ts";
import { openSession, type Session } from "./openSession.ts";
import { readInput } from "./readInput.ts";

/** A project file, read, with the world that its commands need. */
export interface OpenProject extends Session {
  readonly fileName: string;
  readonly project: Project;
  /** The remarks of the file's `cluster:` block. */
  readonly clusterComments: readonly ConfigComment[];
  readonly names: ProjectNames;
}

/**
 * Reads the project file and opens a session for its region; `--region` wins over the file.
 * @throws {TrainyardError} with every problem of the file at once.
 */
export async function openProject(file: string | undefined, context: CommandContext): Promise<OpenProject> {
  const read = await readProject(file, context);
  const { project } = read;
  return { ...(await openSession(context, project.region)), ...read, names: projectNames(project) };
}

export async function readProject(
  file: string | undefined,
  context: CommandContext,
): Promise<Pick<OpenProject, "fileName" | "project" | "clusterComments">> {
  const hint = "Write one with `trainyard init`, or name another with --file.";
  const input = await readInput(file ?? DEFAULT_PROJECT_FILE, context, hint);
  try {
    const { project, source } = loadProject(input.text, { fileName: input.name });
    const { region } = context.globals;
    return {
      fileName: input.name,
      project: region === undefined ? project : { ...project, region },
      clusterComments: source.commentsAt(["cluster"]),
    };
  } catch (error) {
    throw withText(error, input.text);
  }
}

/** Adds the text, from which the excerpts are cut, to an error with problems. */
export function withText(error: unknown, text: string): unknown {
  if (!(error instanceof TrainyardError) || !("problems" in error.details)) return error;
  const { code, message, hint, details } = error;
  return new TrainyardError(code, message, { hint, details: { ...details, text }, cause: error });
}
