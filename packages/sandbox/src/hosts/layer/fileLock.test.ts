import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { withFileLock } from "./fileLock.ts";

const directory = mkdtempSync(join(tmpdir(), "lock-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test.skipIf(process.platform !== "linux")("two that want a lock work one after the other", async () => {
  const events: string[] = [];
  const work = (name: string) =>
    withFileLock(join(directory, "lock"), async () => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${name} ends`);
    });
  await Promise.all([work("a"), work("b")]);
  const [first] = events[0]?.split(" ") ?? [];
  const second = first === "a" ? "b" : "a";
  expect(events).toEqual([`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`]);
});

test.skipIf(process.platform !== "linux")("work that fails gives the lock back", async () => {
  const failing = withFileLock(join(directory, "lock"), () => Promise.reject(new Error("failed")));
  await expect(failing).rejects.toThrow("failed");
  await withFileLock(join(directory, "lock"), () => Promise.resolve());
});
