import { expect, test } from "vitest";
import { StartQueue } from "./StartQueue.ts";

test("no more than the limit have a place at a time, and those that wait get theirs in order", async () => {
  const queue = new StartQueue(2);
  const started: number[] = [];
  const givesBack: (() => void)[] = [];
  const all = [0, 1, 2, 3].map(async (index) => {
    givesBack[index] = await queue.take();
    started.push(index);
  });
  await Promise.all(all.slice(0, 2));
  expect(started).toEqual([0, 1]);
  givesBack[1]?.();
  givesBack[1]?.();
  await all[2];
  expect(started).toEqual([0, 1, 2]);
  givesBack[0]?.();
  await all[3];
  expect(started).toEqual([0, 1, 2, 3]);
});
