import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preparePython } from "../e2e/foreign/pythonEnvironment.ts";
import { tell } from "./measure.ts";
import { requestsPerSecond, type RawCall } from "./measureRequests.ts";

const MEASURE_MS = 3_000;
const WARM_UP_MS = 500;

const CALLS: readonly RawCall[] = [
  form("ec2 DescribeSubnets", "ec2", "Action=DescribeSubnets&Version=2016-11-15"),
  form(
    "ec2 DescribeVpcs with a filter",
    "ec2",
    "Action=DescribeVpcs&Version=2016-11-15&Filter.1.Name=is-default&Filter.1.Value.1=true",
  ),
  form("sts GetCallerIdentity", "sts", "Action=GetCallerIdentity&Version=2011-06-15"),
  request(
    "logs DescribeLogGroups",
    "logs",
    "POST",
    "{}",
    "content-type: application/x-amz-json-1.1\r\nx-amz-target: Logs_20140328.DescribeLogGroups\r\n",
  ),
  request("s3 ListBuckets", "s3", "GET", "", ""),
];

function form(title: string, service: string, body: string): RawCall {
  return request(title, service, "POST", body, "content-type: application/x-www-form-urlencoded\r\n");
}

// oxlint-disable-next-line max-params -- one row of the table above
function request(title: string, service: string, method: string, body: string, headers: string): RawCall {
  const authorization = `AWS4-HMAC-SHA256 Credential=AKID/20260105/us-west-2/${service}/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`;
  const head = `${method} / HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${authorization}\r\nx-amz-date: 20260105T080000Z\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return { title, bytes: Buffer.from(head + body) };
}

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}

/** Starts a server and reads its port from what it prints. */
async function start(command: string, args: readonly string[], portPattern: RegExp): Promise<Server> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  return new Promise((resolve, reject) => {
    let printed = "";
    function onData(piece: Buffer): void {
      printed += piece.toString();
      const port = portPattern.exec(printed)?.[1];
      if (port !== undefined) resolve({ process: child, port: Number(port) });
    }
    child.stdout.on("data", onData);
    child.stderr.on("data", onData);
    child.once("exit", () => reject(new Error(`${command} ended: ${printed}`)));
  });
}

const python = preparePython("moto", ["moto[server]"]);
if (python.kind === "unreachable") throw new Error(`no baseline: ${python.reason}`);
const stateDirectory = mkdtempSync(join(tmpdir(), "trainyard-bench-"));
const sandbox = await start(
  process.execPath,
  ["scripts/run-ts.mjs", "bench/sandboxServer.ts", stateDirectory],
  /port (\d+)/,
);
const moto = await start(
  join(python.binPath, "moto_server"),
  ["-H", "127.0.0.1", "-p", "0"],
  /http:\/\/127\.0\.0\.1:(\d+)/,
);
try {
  for (const call of CALLS) {
    const rates: number[] = [];
    for (const { port } of [sandbox, moto]) {
      await requestsPerSecond(port, call, WARM_UP_MS);
      rates.push(await requestsPerSecond(port, call, MEASURE_MS));
    }
    const [ours = 0, theirs = 0] = rates;
    tell({
      what: call.title,
      figure: `${ours.toFixed(0)} req/s`,
      baseline: `${theirs.toFixed(0)} req/s`,
      ratio: ours / theirs,
      aim: "10 or more (moto_server)",
    });
  }
} finally {
  sandbox.process.kill();
  moto.process.kill();
  rmSync(stateDirectory, { recursive: true, force: true });
}
