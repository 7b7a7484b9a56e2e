import { expect, test } from "vitest";
import { ModelClock, type ClockMode, type WallClock } from "./ModelClock.ts";

/** A wall clock that the test moves; what is to be called later is called when its time has come. */
function createWall() {
  let nowMs = 0;
  let calls: { atMs: number; callback: () => void }[] = [];
  const wall: WallClock = {
    nowMs: () => nowMs,
    callLater(delayMs, callback) {
      const call = { atMs: nowMs + delayMs, callback };
      calls.push(call);
      return () => (calls = calls.filter((other) => other !== call));
    },
  };
  const pass = (ms: number) => {
    const untilMs = nowMs + ms;
    for (;;) {
      const next = calls.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      calls = calls.filter((call) => call !== next);
      nowMs = Math.max(nowMs, next.atMs);
      next.callback();
    }
    nowMs = untilMs;
  };
  return { wall, pass };
}

function createClock(mode: ClockMode) {
  const { wall, pass } = createWall();
  const clock = new ModelClock({ modelMs: 1_000, nextTimerId: 1, timers: [] }, mode, wall);
  const fired: string[] = [];
  clock.start((timer) => fired.push(`${timer.kind}@${clock.nowMs()}`));
  const at = (kind: string, afterMs: number, background = false) =>
    clock.schedule({ kind, afterMs, background, region: "us-west-2", payload: null });
  return { clock, fired, at, pass };
}

test("with a factor modelled time runs that many times as fast", () => {
  const { clock, fired, at, pass } = createClock({ kind: "speed", factor: 100 });
  at("a", 5_000);
  pass(49);
  expect(fired).toEqual([]);
  pass(2);
  expect(fired).toEqual(["a@6000"]);
  expect(clock.nowMs()).toBe(6_100);
});

test("at full speed time jumps from timer to timer, in order of their times", () => {
  const { fired, at, pass } = createClock({ kind: "max", frozen: true });
  at("late", 60_000);
  at("early", 10);
  pass(1);
  expect(fired).toEqual(["early@1010", "late@61000"]);
});

test("what waits for a date pulls no time forward, but comes in its turn", () => {
  const { clock, fired, at, pass } = createClock({ kind: "max", frozen: true });
  at("date", 3_600_000, true);
  pass(10);
  expect(fired).toEqual([]);
  at("work", 7_200_000);
  pass(10);
  expect(fired).toEqual(["date@3601000", "work@7201000"]);
  expect(clock.nowMs()).toBe(7_201_000);
});

test("while real work is under way time follows the wall clock", () => {
  const { clock, fired, at, pass } = createClock({ kind: "max", frozen: true });
  const release = clock.hold();
  at("timeout", 2_100_000);
  pass(500);
  expect(fired).toEqual([]);
  expect(clock.nowMs()).toBe(1_500);
  release();
  pass(1);
  expect(fired).toEqual(["timeout@2101000"]);
});

test("with a factor, too, time keeps to the wall clock while real work is under way", () => {
  const { clock, fired, at, pass } = createClock({ kind: "speed", factor: 300 });
  const release = clock.hold();
  at("timeout", 3_000);
  pass(1_000);
  expect(clock.nowMs()).toBe(2_000);
  release();
  pass(10);
  expect(fired).toEqual(["timeout@4000"]);
});

test("changes that clients send at once begin at one modelled time", () => {
  const { clock, fired, at, pass } = createClock({ kind: "max", frozen: true });
  clock.clientChanged();
  at("first", 1_000);
  pass(5);
  clock.clientChanged();
  at("second", 1_000);
  pass(100);
  expect(fired).toEqual(["first@2000", "second@2000"]);
});

test("who looks after the quiet sees what takes no time as done", () => {
  const { clock, fired, at, pass } = createClock({ kind: "max", frozen: true });
  clock.clientChanged();
  at("stack", 600_000);
  clock.settle();
  expect(fired).toEqual([]);
  pass(24);
  clock.settle();
  expect(fired).toEqual([]);
  pass(2);
  clock.settle();
  expect(fired).toEqual(["stack@601000"]);
});

test("who has begun something at which it looks next finds it under way, however long it takes to look", () => {
  const { clock, fired, at, pass } = createClock({ kind: "max", frozen: true });
  const client = {};
  clock.clientBegan(client);
  at("deleted", 600_000);
  pass(1_500);
  clock.settle(client);
  expect(fired).toEqual([]);
  pass(1);
  clock.settle(client);
  expect(fired).toEqual(["deleted@601000"]);
});

test("who looks at what another client has begun sees it done, and time waits for nobody for long", () => {
  const { clock, fired, at, pass } = createClock({ kind: "max", frozen: true });
  clock.clientBegan({});
  at("first", 1_000);
  pass(30);
  clock.settle({});
  expect(fired).toEqual(["first@2000"]);
  clock.clientBegan({});
  at("second", 1_000);
  pass(2_001);
  expect(fired).toEqual(["first@2000", "second@3000"]);
});

test("a cancelled timer does not fire, and the state can be gone on from", () => {
  const { clock, fired, at, pass } = createClock({ kind: "max", frozen: true });
  clock.cancel(at("cancelled", 10));
  at("kept", 20);
  clock.stop();
  pass(100);
  expect(fired).toEqual([]);
  clock.start((timer) => fired.push(timer.kind));
  pass(1);
  expect(fired).toEqual(["kept"]);
});
