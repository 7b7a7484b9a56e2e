import { mkdir, open, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { TrainyardError, type KeyFileStore } from "@trainyard/core";

/** Private keys as `<directory>/<name>.pem`, as the guide has them. */
export function createKeyFiles(directory: string): KeyFileStore {
  const pathOf = (name: string) => join(directory, `${name.replace(/[^\w.+@=-]/g, "_")}.pem`);
  return {
    pathOf,
    exists: (name) => isThere(pathOf(name)),
    async save(name, privateKey) {
      const path = pathOf(name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      try {
        const file = await open(path, "wx", 0o600);
        await file.writeFile(privateKey.endsWith("\n") ? privateKey : `${privateKey}\n`);
        await file.close();
      } catch (error) {
        if (!isExisting(error)) throw error;
        throw new TrainyardError("FILE_EXISTS", `${path} exists and is not overwritten`, {
          hint: "Move the file away, or set access.keyPair to another name, and run again.",
          details: { path },
          cause: error,
        });
      }
    },
  };
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    // Any reason for not seeing the file: saving tells what is wrong, if it comes to that.
    return false;
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}
