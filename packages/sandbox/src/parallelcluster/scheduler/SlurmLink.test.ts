import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasJoined, isPoweredDown } from "../slurm/nodeStates.ts";
import { createFakeSlurm } from "../testing/fakeSlurm.ts";
import { HostFault } from "./HostFault.ts";

test("commands run one after the other, in their order, and a failing one does not stop the next", async () => {
  const order: string[] = [];
  const slurm = createFakeSlurm({
    runOnHead: async ([name = ""]) => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
      return { exitCode: name === "b" ? 1 : 0, stdout: "", stderr: "no such node" };
    },
  });
  const runs = [slurm.link.run("a"), slurm.link.run("b", "x"), slurm.link.run("c")];
  const results = await Promise.allSettled(runs);
  expect(order).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(results[1]).toMatchObject({ reason: new HostFault("b x: no such node") });
});

test("waiting ends when every node is there", async () => {
  const slurm = createFakeSlurm();
  slurm.link.open();
  slurm.nodes["a"] = "idle#";
  slurm.nodes["b"] = "idle";
  let late: readonly string[] | undefined;
  void slurm.link.waitForNodes(["a", "b"], hasJoined, 10_000).then((names) => (late = names));
  await slurm.pass(2_000);
  expect(late).toBeUndefined();
  slurm.nodes["a"] = "alloc";
  await slurm.pass(500);
  expect(late).toEqual([]);
});

test("waiting ends at its limit with the nodes that are late", async () => {
  const slurm = createFakeSlurm();
  slurm.link.open();
  slurm.nodes["a"] = "idle~";
  const late = slurm.link.waitForNodes(["a", "b"], isPoweredDown, 5_000);
  await slurm.pass(6_000);
  expect(await late).toEqual(["b"]);
});

test("requests are taken in order of time; half-written ones, links and noise are not", async () => {
  const requests: string[] = [];
  const slurm = createFakeSlurm({
    onRequest: ({ kind, nodeNames }) => requests.push(`${kind} ${nodeNames.join()}`),
  });
  const put = (name: string, text: string) => writeFileSync(join(slurm.requestDirectory, name), text);
  put("200-1", "suspend\na-1\n");
  put("100-1", "resume\na-[1-2]\n");
  put(".300-1", "resume\nb\n");
  put("400-1", "noise");
  put("secret", "resume\nc\n");
  symlinkSync(join(slurm.requestDirectory, "secret"), join(slurm.requestDirectory, "050-1"));
  slurm.link.open();
  await slurm.pass(1_500);
  expect(requests).toEqual(["resume a-1,a-2", "suspend a-1", "resume c"]);
});

test("a link whose head node is gone closes: waits end, commands are refused", async () => {
  let alive = true;
  const slurm = createFakeSlurm({ isAlive: () => alive });
  slurm.link.open();
  const late = slurm.link.waitForNodes(["a"], hasJoined, 60_000);
  alive = false;
  await slurm.pass(1_000);
  expect(await late).toEqual(["a"]);
  expect(slurm.link.isClosed).toBe(true);
  await expect(slurm.link.run("scontrol", "ping")).rejects.toThrow("the head node does not run");
});
