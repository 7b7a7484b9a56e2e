import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { createHosts } from "../hosts/createHosts.ts";
import type { ClockMode } from "../kernel/ModelClock.ts";
import { freshState } from "../kernel/SandboxState.ts";
import { SANDBOX_MODULES } from "../modules.ts";
import { isDiskFull } from "../state/isDiskFull.ts";
import { removeSandboxInfo, writeSandboxInfo, type SandboxInfo } from "../state/SandboxInfo.ts";
import { StateDirectory } from "../state/StateDirectory.ts";
import { createWire } from "../wire/createWire.ts";
import { acceptSessions } from "./acceptSessions.ts";
import { createRequestHandler } from "./createRequestHandler.ts";
import { createWallClock } from "./createWallClock.ts";
import { listen } from "./listen.ts";
import type { SandboxOptions } from "./SandboxOptions.ts";
import { SandboxSession } from "./SandboxSession.ts";

const DAY_MS = 86_400_000;

/** Runs a sandbox until it is stopped; see `runSandbox`. */
export async function serveSandbox(options: SandboxOptions): Promise<void> {
  const directory = new StateDirectory(options.stateDirectory);
  try {
    const { server, port } = await listen(options.port ?? 0);
    try {
      await serve(options, directory, server, port);
    } finally {
      await close(server);
    }
  } finally {
    directory.release();
  }
}

async function serve(
  options: SandboxOptions,
  directory: StateDirectory,
  server: Server,
  port: number,
): Promise<void> {
  let defectCount = 0;
  const onDefect = (error: unknown, what: string): void => {
    if (!isDiskFull(error)) defectCount += 1;
    options.onDefect?.(error, what);
  };
  const info = describeInfo(options, port);
  const session = createSession(options, { directory, server, info, onDefect });
  const stopped = new Promise<void>((resolve) => {
    options.signal?.addEventListener("abort", () => resolve(), { once: true });
    if (options.signal?.aborted === true) resolve();
    const wire = createWire({
      kernel: () => session.kernel,
      incomingDirectory: session.incomingPath,
      wallNowMs: () => Date.now(),
      onDefect,
    });
    server.on(
      "request",
      createRequestHandler({
        session,
        info,
        wire,
        onDefect,
        token: info.token,
        stateDirectory: options.stateDirectory,
        speed: options.speed,
        hosts: options.hosts,
        defectCount: () => defectCount,
        onStop: resolve,
      }),
    );
  });
  const endSessions = acceptSessions({ server, session, port, onDefect });
  writeSandboxInfo(options.stateDirectory, info);
  options.onReady?.({ info, session });
  await stopped;
  removeSandboxInfo(options.stateDirectory);
  endSessions();
  await close(server);
  await session.stop();
}

function describeInfo(options: SandboxOptions, port: number): SandboxInfo {
  return {
    pid: process.pid,
    port,
    endpoint: `http://127.0.0.1:${port}`,
    token: randomBytes(24).toString("base64url"),
    startedAt: new Date().toISOString(),
    version: options.version,
  };
}

interface SessionParts {
  readonly directory: StateDirectory;
  readonly server: Server;
  readonly info: SandboxInfo;
  readonly onDefect: (error: unknown, what: string) => void;
}

function createSession(
  options: SandboxOptions,
  { directory, server, info, onDefect }: SessionParts,
): SandboxSession {
  const { accountId, seed, startTimeMs } = options;
  return new SandboxSession({
    directory,
    modules: options.modules ?? SANDBOX_MODULES,
    clockMode: clockModeOf(options),
    wallClock: createWallClock(),
    endpointUrl: info.endpoint,
    hostsKind: options.hosts,
    createHosts: (hold) =>
      createHosts({
        kind: options.hosts,
        directory: directory.hostsPath,
        endpoint: { port: info.port, onConnection: (socket) => void server.emit("connection", socket) },
        hold,
        onDefect,
        ...(options.onLayerProgress === undefined ? {} : { onLayerProgress: options.onLayerProgress }),
      }),
    freshState: () => freshState({ accountId, seed, startMs: startTimeMs ?? startNowMs(options) }),
    onDefect,
  });
}

/**
 * Time that jumps runs ahead of the wall clock, and clients that ask for what was until now (`pcluster
 * export-cluster-logs`) would find nothing: it begins a day early.
 */
function startNowMs({ speed }: SandboxOptions): number {
  return speed === "max" ? Date.now() - DAY_MS : Date.now();
}

function clockModeOf({ speed, startTimeMs }: SandboxOptions): ClockMode {
  return speed === "max"
    ? { kind: "max", frozen: startTimeMs !== undefined }
    : { kind: "speed", factor: speed };
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
