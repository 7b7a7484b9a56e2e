import { expect, test } from "vitest";
import { createTestKernel } from "../testing/createTestKernel.ts";
import { defineStore } from "./defineStore.ts";
import { ModelClock, type ClockMode } from "./ModelClock.ts";

const marks = defineStore<string[]>("marks", "region", () => []);

test("what comes back from a host changes the state of its region at once", () => {
  const kernel = createTestKernel({ modules: [] });
  kernel.context("us-west-2").apply((context) => context.store(marks).push(context.region));
  expect(kernel.context("us-west-2").store(marks)).toEqual(["us-west-2"]);
  expect(kernel.context("us-east-1").store(marks)).toEqual([]);
});

test("while the kernel is stopped changes wait, in their order", () => {
  const kernel = createTestKernel({ modules: [] });
  kernel.stop();
  for (const mark of ["a", "b"]) kernel.apply("us-west-2", (context) => context.store(marks).push(mark));
  expect(kernel.state.stores).toEqual({});
  kernel.start();
  expect(kernel.context("us-west-2").store(marks)).toEqual(["a", "b"]);
});

const MODES: readonly { mode: ClockMode; wallMs: number; modelMs: number }[] = [
  { mode: { kind: "speed", factor: 60 }, wallMs: 10, modelMs: 36_000 },
  { mode: { kind: "max", frozen: false }, wallMs: 0, modelMs: 600 },
  { mode: { kind: "manual" }, wallMs: 600, modelMs: 600 },
];

test.each(MODES)("with $mode 600 ms of the model take $wallMs ms", ({ mode, wallMs, modelMs }) => {
  const wall = { nowMs: () => 0, callLater: () => () => undefined };
  const clock = new ModelClock({ modelMs: 0, nextTimerId: 1, timers: [] }, mode, wall);
  expect(clock.wallMsOf(600)).toBe(wallMs);
  expect(clock.modelMsOf(600)).toBe(modelMs);
});
