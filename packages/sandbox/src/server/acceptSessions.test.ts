import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { runNode } from "../services/ssm/testing/fakeHosts.ts";
import { startTestSandbox } from "../testing/startTestSandbox.ts";

async function withSandbox() {
  const sandbox = await startTestSandbox();
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

interface Outcome {
  /** 101 when the socket was taken. */
  readonly status: number;
  readonly said: string;
}

/** Opens a socket, says `first`, and answers what became of it. */
function dial(
  url: string,
  options: { readonly origin?: string; readonly headers?: Record<string, string> } = {},
  first = "{}",
): Promise<Outcome> {
  const socket = new WebSocket(url, options);
  let said = "";
  return new Promise((resolve) => {
    socket.on("open", () => socket.send(first));
    socket.on("message", (data) => (said += Buffer.isBuffer(data) ? data.toString("latin1") : ""));
    socket.on("unexpected-response", (_request, response) => {
      resolve({ status: response.statusCode ?? 0, said });
      response.destroy();
    });
    socket.on("close", () => resolve({ status: 101, said }));
    socket.on("error", () => undefined);
  });
}

test.each([
  { what: "a page of the web", options: { origin: "https://example.com" } },
  { what: "a foreign name", options: { headers: { host: "example.com" } } },
])("$what cannot open a channel", async ({ options }) => {
  const { port } = await withSandbox();
  const url = `ws://127.0.0.1:${port}/_session/us-west-2/sandbox-1`;
  expect(await dial(url, options)).toEqual({ status: 403, said: "" });
});

test.each(["/", "/_session/", "/_session/us-west-2/", "/_trainyard/status"])(
  "%s is no data channel",
  async (path) => {
    const { port } = await withSandbox();
    expect(await dial(`ws://127.0.0.1:${port}${path}`)).toEqual({ status: 404, said: "" });
  },
);

test("a session that never was is told as ended, not refused", async () => {
  const { port } = await withSandbox();
  const answer = await dial(`ws://127.0.0.1:${port}/_session/us-west-2/sandbox-1`);
  expect(answer.status).toBe(101);
  expect(answer.said).toContain("has ended");
});

test("a stop of the sandbox ends open channels", async () => {
  const sandbox = await startTestSandbox();
  const socket = new WebSocket(`ws://127.0.0.1:${sandbox.port}/_session/us-west-2/sandbox-1`);
  await once(socket, "open");
  const closed = once(socket, "close");
  await sandbox.stop();
  expect(await closed).toBeDefined();
});

test("a client is greeted, and words that are no frames do no harm", async () => {
  const sandbox = await withSandbox();
  const Target = runNode(sandbox.kernel, "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore");
  const context = sandbox.kernel.context("us-west-2");
  const {
    StreamUrl = "",
    TokenValue,
    SessionId,
  } = context.call("ssm", "StartSession", {
    Target,
    DocumentName: "AWS-StartInteractiveCommand",
    Parameters: { command: ["top"] },
  });
  const socket = new WebSocket(StreamUrl);
  onTestFinished(() => socket.terminate());
  await once(socket, "open");
  socket.send(Buffer.from("nonsense"));
  socket.send(JSON.stringify({ TokenValue }));
  socket.send(Buffer.alloc(500, 1));
  const [greeting] = await once(socket, "message");
  expect(String(greeting)).toContain('"SessionType":"InteractiveCommands"');
  context.call("ssm", "TerminateSession", { SessionId });
  expect(sandbox.defects).toEqual([]);
});
