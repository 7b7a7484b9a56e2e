import { connect } from "node:net";
import { request as httpRequest } from "node:http";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defineService, definePart } from "../kernel/ServiceModule.ts";
import { sts } from "../services/sts/sts.ts";
import { readSandboxInfo } from "../state/SandboxInfo.ts";
import { startTestSandbox, type TestSandbox } from "../testing/startTestSandbox.ts";

const signals: unknown[] = [];
const listener = definePart("listener", {
  listeners: {
    "cloudformation.signal": (event) => void signals.push(event),
  },
});
const broken = defineService("iam", {
  operations: {
    GetUser: {
      members: [],
      run() {
        throw new TypeError("a defect");
      },
    },
  },
});

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startTestSandbox({ modules: [sts, listener, broken] });
});
afterAll(() => sandbox.stop());

/** Sends bytes as they are and answers what comes until the other side closes. */
async function sendBytes(bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(sandbox.port, "127.0.0.1");
    let text = "";
    socket.on("data", (piece) => (text += piece.toString("latin1")));
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
    socket.write(bytes);
  });
}

async function get(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: "127.0.0.1", port: sandbox.port, path, headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

async function status(): Promise<Record<string, unknown>> {
  const answer = await fetch(`${sandbox.endpoint}/_trainyard/status`);
  return JSON.parse(await answer.text());
}

test("status tells where the sandbox is and what was asked of it", async () => {
  expect(await status()).toMatchObject({
    pid: process.pid,
    port: sandbox.port,
    endpoint: sandbox.endpoint,
    accountId: "123456789012",
    modelTime: "2026-01-05T08:00:00.000Z",
    speed: "max",
    hosts: "simulated",
  });
});

test.each([
  { what: "garbage", bytes: "garbage\r\n\r\n", answer: "HTTP/1.1 400 " },
  {
    what: "bytes that are no text",
    bytes: Uint8Array.of(0, 255, 254, 13, 10, 13, 10),
    answer: "HTTP/1.1 400 ",
  },
  { what: "a greeting for TLS", bytes: Uint8Array.of(22, 3, 1, 2, 0, 1, 0, 1), answer: "HTTP/1.1 400 " },
  { what: "no host", bytes: "GET / HTTP/1.1\r\n\r\n", answer: "HTTP/1.1 400 " },
  {
    what: "headers without end",
    bytes: `GET / HTTP/1.1\r\nHost: localhost\r\nx: ${"a".repeat(70_000)}`,
    answer: "HTTP/1.1 431 ",
  },
  {
    what: "a broken length",
    bytes: "PUT /a/b HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
    answer: "HTTP/1.1 400 ",
  },
  {
    what: "a CONNECT",
    bytes: "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n",
    answer: "HTTP/1.1 403 ",
  },
])("$what is answered and the server lives", async ({ bytes, answer }) => {
  expect(await sendBytes(bytes)).toContain(answer);
  expect((await status())["pid"]).toBe(process.pid);
});

test.each([
  { what: "a foreign host", headers: { host: "evil.example" }, code: 403 },
  { what: "a host that looks like loopback", headers: { host: "127.0.0.1.evil.example" }, code: 403 },
  { what: "another machine's address", headers: { host: "10.0.0.1" }, code: 403 },
  { what: "a foreign origin", headers: { origin: "https://evil.example" }, code: 403 },
  { what: "no origin, as from a file", headers: { origin: "null" }, code: 403 },
  { what: "an origin on another port", headers: { origin: "http://127.0.0.1:1" }, code: 403 },
  { what: "a page's image", headers: { "sec-fetch-site": "cross-site" }, code: 403 },
  { what: "localhost", headers: { host: "localhost:4566" }, code: 200 },
  { what: "a name below localhost", headers: { host: "s3.localhost" }, code: 200 },
  { what: "IPv6 loopback", headers: { host: "[::1]:80" }, code: 200 },
])("a request with $what is answered $code", async ({ headers, code }) => {
  expect(await get("/_trainyard/status", headers)).toBe(code);
});

test("the sandbox's own origin is welcome", async () => {
  expect(await get("/_trainyard/status", { origin: sandbox.endpoint })).toBe(200);
});

test.each(["reset", "save", "load", "stop"])("%s needs the token", async (name) => {
  const url = `${sandbox.endpoint}/_trainyard/${name}`;
  expect((await fetch(url, { method: "POST" })).status).toBe(403);
  expect((await fetch(url, { method: "POST", headers: { "x-trainyard-token": "wrong" } })).status).toBe(403);
  expect((await fetch(url)).status).toBe(405);
});

test("a signal reaches CloudFormation with its handle and its body", async () => {
  const url = `${sandbox.endpoint}/_signal/arn%3Aaws%3Ahandle`;
  const answer = await fetch(url, { method: "PUT", body: '{"Status":"SUCCESS"}' });
  expect([answer.status, await answer.text()]).toEqual([200, ""]);
  expect(signals).toContainEqual({ handle: "arn:aws:handle", body: '{"Status":"SUCCESS"}' });
  expect((await fetch(url)).status).toBe(405);
  expect((await fetch(url, { method: "PUT", body: "x".repeat(100_000) })).status).toBe(413);
});

test("a defect is answered as an internal failure without its details, and counted", async () => {
  const answer = await fetch(sandbox.endpoint, {
    method: "POST",
    headers: {
      authorization: "AWS4-HMAC-SHA256 Credential=A/20260105/us-east-1/iam/aws4_request, Signature=0",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "Action=GetUser&Version=2010-05-08",
  });
  expect(answer.status).toBe(500);
  const text = await answer.text();
  expect(text).toContain("<Code>InternalFailure</Code>");
  expect(text).not.toContain("a defect");
  expect((await status())["defectCount"]).toBe(1);
});

test("a client finds the sandbox by its state directory, and only its owner may", () => {
  const { stateDirectory } = sandbox;
  expect(readSandboxInfo(stateDirectory)).toMatchObject({ port: sandbox.port, token: sandbox.token });
  expect(statSync(stateDirectory).mode & 0o777).toBe(0o700);
  expect(statSync(join(stateDirectory, "sandbox.json")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(stateDirectory, "lock"), "utf8")).toContain(String(process.pid));
});

test("a port that is taken is an error with its code, and the directory is free again", async () => {
  await expect(startTestSandbox({ port: sandbox.port, modules: [sts] })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
});
