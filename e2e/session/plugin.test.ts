import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { whyNoHosts } from "../hosts/realHosts.ts";
import { createPluginClient, MISSING, PLUGIN_TITLE, type PluginClient } from "./createPluginClient.ts";
import { openCuttableEndpoint } from "./openCuttableEndpoint.ts";
import { OLDER_VERSIONS } from "./olderVersions.ts";
import { startSessionNode, type SessionNode } from "./startSessionNode.ts";
import { startWebServer } from "./startWebServer.ts";
import { until } from "../support/until.ts";

const missing = [await whyNoHosts(), ...MISSING].filter((reason) => reason !== undefined);

// oxlint-disable-next-line vitest/no-disabled-tests -- says why this machine cannot run it
test.skip.each(missing)(`${PLUGIN_TITLE}: not here, %s`, () => undefined);

let node: SessionNode;
let client: PluginClient;

beforeAll(async () => {
  if (missing.length > 0) return;
  process.stderr.write(`sessions with ${PLUGIN_TITLE}\n`);
  node = await startSessionNode();
  client = createPluginClient(node);
});
afterAll(() => node?.end());

describe.skipIf(missing.length > 0)(`shells and commands by ${PLUGIN_TITLE}`, () => {
  test("a shell takes keys, Ctrl-C too, has the size of the terminal and follows it", async () => {
    const terminal = client.start();
    await terminal.shows(/[#$] $/);
    terminal.type("echo $((6*7))-$(hostname); stty size\r");
    await terminal.shows(/42-ip-/);
    await terminal.shows("41 133");
    terminal.type("sleep 1000\r");
    await terminal.shows(/sleep 1000\n/);
    terminal.type("\u0003");
    terminal.resize(77, 22);
    // The plugin looks at the size every half second.
    await until("the new size arrives", 10, async () => {
      terminal.type("stty size\r");
      await new Promise((resolve) => setTimeout(resolve, 200));
      return (await terminal.shows("stty")).includes("22 77");
    });
    terminal.type("exit\r");
    await terminal.shows("Exiting session with sessionId: sandbox-");
    expect(await terminal.ended).toBe(0);
  });

  test("much output arrives whole", async () => {
    const terminal = client.startDocument("AWS-StartNonInteractiveCommand", { command: "seq 1 60000" });
    const shown = await terminal.shows("Exiting session");
    const numbers = shown.split(/\n/).filter((line) => /^\d+$/.test(line));
    expect(numbers).toEqual(Array.from({ length: 60_000 }, (_, index) => String(index + 1)));
  });

  test("a command without a terminal tells both outputs as they come", async () => {
    const command = "echo one; sleep 2; echo two >&2; tty; cat";
    const terminal = client.startDocument("AWS-StartNonInteractiveCommand", { command });
    const early = await terminal.shows(/one\n/);
    expect(early).not.toContain("two");
    await terminal.shows(/two\nnot a tty\n/);
    await terminal.shows("Exiting session");
  });

  test("an interactive command has a terminal, and the session ends with it", async () => {
    const command = "read line; echo got $line; tty";
    const terminal = client.startDocument("AWS-StartInteractiveCommand", { command });
    await terminal.shows("Starting session");
    terminal.type("words\r");
    await terminal.shows(/got words\n\/dev\/pts\/\d/);
    await terminal.shows("Exiting session");
  });

  test("a shell whose connection breaks goes on where it was", async () => {
    const endpoint = await openCuttableEndpoint(node.endpoint);
    onTestFinished(() => endpoint.close());
    const terminal = client.start("", { AWS_ENDPOINT_URL: endpoint.url });
    await terminal.shows(/[#$] $/);
    terminal.type("kept=before; echo pid $$\r");
    const [, pid] = /pid (\d+)/.exec(await terminal.shows(/pid \d+/)) ?? [];
    endpoint.cut();
    await until("the plugin has connected again", 60, () => endpoint.channelCount() > 1);
    terminal.type("echo $kept and after, $$\r");
    await terminal.shows(`before and after, ${pid}`);
    terminal.type("exit\r");
    await terminal.shows("Exiting session");
  });

  test("a session that another ends is told, and is over", async () => {
    const terminal = client.start();
    const shown = await terminal.shows(/[#$] $/);
    const [sessionId] = /sandbox-[0-9a-f]+/.exec(shown) ?? [];
    await client.run("aws", ["ssm", "terminate-session", "--session-id", sessionId ?? ""]);
    await terminal.shows("Exiting session with sessionId");
    const { stdout } = await client.run("aws", [
      "ssm",
      "describe-sessions",
      "--state",
      "History",
      "--query",
      "Sessions[].SessionId",
    ]);
    expect(JSON.parse(stdout)).toContain(sessionId);
  });

  test("a session on a host that runs nothing ends with the reason", async () => {
    const simulated = await startSessionNode("simulated");
    onTestFinished(() => simulated.end());
    const terminal = createPluginClient(simulated).start();
    await terminal.shows(/sandbox-[0-9a-f]+ : i-[0-9a-f]+ is a simulated host/);
  });
});

describe.skipIf(missing.length > 0)(`ports by ${PLUGIN_TITLE}`, () => {
  test("several connections at once go through one forwarded port", async () => {
    await startWebServer(client, node.instanceId);
    const terminal = client.startDocument("AWS-StartPortForwardingSession", {
      portNumber: "8088",
      localPortNumber: "0",
    });
    const [, port] = /Port (\d+) opened/.exec(await terminal.shows(/Port \d+ opened for sessionId/)) ?? [];
    await terminal.shows("Waiting for connections");
    const sizes = [10, 400_000, 3_000_000, 50];
    const texts = await Promise.all(
      sizes.map(async (size) => (await fetch(`http://127.0.0.1:${port}/${size}`)).text()),
    );
    expect(texts.map(({ length }) => length)).toEqual(sizes);
    expect(new Set(texts.join(""))).toEqual(new Set("x"));
    const posted = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "y".repeat(1_000_000) });
    expect(await posted.text()).toBe("1000000");
    terminal.type("\u0003");
    await terminal.ended;
  });

  test("a port on which nothing listens is told, and the session goes on", async () => {
    const terminal = client.startDocument("AWS-StartPortForwardingSession", {
      portNumber: "8099",
      localPortNumber: "0",
    });
    const [, port] = /Port (\d+) opened/.exec(await terminal.shows(/Waiting for connections/)) ?? [];
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow("fetch failed");
    await terminal.shows("Connection to destination port failed, check SSM Agent logs.");
    terminal.type("\u0003");
    await terminal.ended;
  });

  test("plugin and agent of before multiplexed ports forward one connection after the other", async () => {
    const endpoint = await openCuttableEndpoint(node.endpoint, OLDER_VERSIONS);
    onTestFinished(() => endpoint.close());
    await startWebServer(client, node.instanceId);
    const parameters = { portNumber: "8088", localPortNumber: "0" };
    const variables = { AWS_ENDPOINT_URL: endpoint.url };
    const terminal = client.startDocument("AWS-StartPortForwardingSession", parameters, variables);
    const [, port] = /Port (\d+) opened/.exec(await terminal.shows(/Port \d+ opened for/)) ?? [];
    for (const size of [10, 500_000, 20]) {
      const headers = { connection: "close" };
      const answer = await fetch(`http://127.0.0.1:${port}/${size}`, { headers });
      expect((await answer.text()).length).toBe(size);
    }
    terminal.type("\u0003");
    await terminal.ended;
  });

  test("ssh goes through a session as its proxy, and copies files both ways", async () => {
    const { keyFile, instanceId } = node;
    const proxy =
      "aws ssm start-session --target %h --document-name AWS-StartSSHSession --parameters portNumber=%p";
    const options = [
      ["-i", keyFile],
      ["-o", `ProxyCommand=${proxy}`],
      // A host that was made by this test a moment ago.
      ["-o", "StrictHostKeyChecking=accept-new"],
      ["-o", `UserKnownHostsFile=${join(node.program.directory, "known-hosts")}`],
    ].flat();
    const own = mkdtempSync(join(node.program.directory, "scp-"));
    onTestFinished(() => rmSync(own, { recursive: true, force: true }));
    const script = `set -e
head -c 3000000 /dev/urandom > sent
scp -q "$@" sent ubuntu@${instanceId}:copied
scp -q "$@" ubuntu@${instanceId}:copied back
cmp sent back
ssh "$@" ubuntu@${instanceId} 'id -un; exit 7'`;
    const { code, stdout, stderr } = await client.run("bash", ["-c", script, "bash", ...options], own);
    expect(stderr.replaceAll(/Warning: Permanently added.*\n/g, "")).toBe("");
    expect(stdout).toBe("ubuntu\n");
    expect(code).toBe(7);
  });
});
