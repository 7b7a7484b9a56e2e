import { connect } from "node:net";
import type { ProgramResult } from "../../packages/sandbox/src/hosts/HostDriver.ts";
import { runProgram } from "../../packages/sandbox/src/hosts/namespaces/runProgram.ts";

/** For `node -e`: prints what the other side says, `no answer` or the error's code. */
export const CONNECT = `((host, port, text) => {
  const socket = require("net").connect({ host, port });
  const end = (word) => { process.stdout.write(word); process.exit(0); };
  setTimeout(() => end("no answer"), 700);
  socket.on("data", (data) => end(data.toString()));
  socket.on("error", (error) => end(error.code));
  if (text) socket.write(text);
})`;

/** Answers with the port's number on two ports. */
export const SERVE = `for (const port of [7001, 7002]) require("net").createServer((socket) => socket.end(String(port))).listen(port)`;

/** What a port of this machine says first. @throws {Error} when nothing answers within a second. */
export function greeting(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: 1_000 });
    socket.once("data", (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.once("error", reject);
    socket.once("timeout", () => {
      socket.destroy();
      reject(new Error("no answer"));
    });
  });
}

/** A command by the machine's own ssh, as the user `ubuntu`. */
export function runBySsh(
  host: { readonly address: string; readonly port: number; readonly keyFile: string },
  command: string,
): Promise<ProgramResult> {
  const settings = [
    "BatchMode=yes",
    "StrictHostKeyChecking=no",
    "UserKnownHostsFile=/dev/null",
    "LogLevel=ERROR",
  ];
  const options = settings.flatMap((setting) => ["-o", setting]);
  const login = ["-i", host.keyFile, "-p", String(host.port), `ubuntu@${host.address}`];
  return runProgram("ssh", [...options, ...login, command]);
}
