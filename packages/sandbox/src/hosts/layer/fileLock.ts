import { spawn } from "node:child_process";
import { HostError } from "../HostError.ts";

/**
 * Does `work` while no other process holds the lock on the file. The kernel gives the lock back when this process dies.
 */
export async function withFileLock(path: string, work: () => Promise<void>): Promise<void> {
  const child = spawn("flock", ["--exclusive", path, "sh", "-c", "echo locked; read -r _"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", () => resolve());
  });
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.once("data", () => resolve());
      child.once("error", reject);
      child.once("exit", () => reject(new HostError("HOST_FAILED", `${path} could not be locked`)));
    });
    await work();
  } finally {
    child.stdin.end();
    await ended;
  }
}
