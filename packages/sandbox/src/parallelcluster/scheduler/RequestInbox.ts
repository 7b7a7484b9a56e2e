import {
  constants,
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  type FSWatcher,
} from "node:fs";
import { join } from "node:path";
import { readPowerRequest, type PowerRequest } from "../slurm/powerRequest.ts";

const LARGEST_REQUEST_BYTES = 16_000_000;

/** The directory in which ResumeProgram and SuspendProgram leave what they ask for, each a file of its own. */
export class RequestInbox {
  readonly #directory: string;
  readonly #onRequest: (request: PowerRequest) => void;
  #watcher: FSWatcher | undefined;

  constructor(directory: string, onRequest: (request: PowerRequest) => void) {
    this.#directory = directory;
    this.#onRequest = onRequest;
  }

  /** @param onArrival - something may lie there. */
  open(onArrival: () => void): void {
    this.#watcher ??= watch(this.#directory, { persistent: false }, onArrival);
    this.#watcher.on("error", () => this.close());
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  /** Takes what lies there, in order of time; also when no event told of it. */
  read(): void {
    for (const name of requestNames(this.#directory)) {
      const path = join(this.#directory, name);
      const text = readRegularFile(path);
      rmSync(path, { force: true, recursive: true });
      const request = text === undefined ? undefined : readPowerRequest(text);
      if (request !== undefined) this.#onRequest(request);
    }
  }
}

/** Files are written under a name with a dot and renamed when they are complete. */
function requestNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => !name.startsWith("."))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Root of a host may leave anything here: links are not followed, and only regular files are read. */
function readRegularFile(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
  try {
    const status = fstatSync(file);
    return status.isFile() && status.size <= LARGEST_REQUEST_BYTES ? readFileSync(file, "utf8") : undefined;
  } finally {
    closeSync(file);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
