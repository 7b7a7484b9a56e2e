import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StateWriter } from "./StateWriter.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function writerThatFails(times: number) {
  const saves: string[] = [];
  const errors: unknown[] = [];
  const writer = new StateWriter(
    () => {
      saves.push(saves.length < times ? "failed" : "saved");
      return saves.length <= times ? Promise.reject(new Error("ENOSPC")) : Promise.resolve();
    },
    (error) => errors.push(error),
  );
  return { writer, saves, errors };
}

test("changes that pause are saved once", async () => {
  const { writer, saves } = writerThatFails(0);
  writer.touch();
  await vi.advanceTimersByTimeAsync(100);
  writer.touch();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(saves).toEqual(["saved"]);
});

test("changes that never pause are saved within two seconds and a half", async () => {
  const { writer, saves } = writerThatFails(0);
  for (let index = 0; index < 25; index += 1) {
    writer.touch();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(saves).toEqual(["saved"]);
});

test("what cannot be saved is tried again without another change, and told once", async () => {
  const { writer, saves, errors } = writerThatFails(3);
  writer.touch();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(saves).toEqual(["failed", "failed", "failed", "saved"]);
  expect(errors).toHaveLength(1);
});

test("a writer that is stopped does not try again", async () => {
  const { writer, saves } = writerThatFails(9);
  writer.touch();
  await vi.advanceTimersByTimeAsync(500);
  await writer.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(saves).toEqual(["failed"]);
});
