import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** All that tests write for a while lies in one directory, which goes when the run has ended. */
export function setup(): () => void {
  const directory = mkdtempSync(join(tmpdir(), "ty-"));
  process.env["TMPDIR"] = directory;
  return () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}
