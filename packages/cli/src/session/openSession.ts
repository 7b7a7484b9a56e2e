import type { AwsConnection } from "@trainyard/aws";
import type { Clock, Gateways, KeyFileStore } from "@trainyard/core";
import { TrainyardError } from "@trainyard/core";
import { homedir } from "node:os";
import { join } from "node:path";
import type { CommandContext } from "../command/CommandContext.ts";
import { createKeyFiles } from "./keyFiles.ts";
import { sandboxKeyDirectory, type RunningSandbox } from "./sandboxProcess.ts";
import { ensureSandbox } from "./startDetached.ts";
import { systemClock } from "./systemClock.ts";

/** Everything that a command needs of the world beside its input: the one place where SDK clients are made. */
export interface Session {
  readonly gateways: Gateways;
  readonly keyFiles: KeyFileStore;
  readonly clock: Clock;
  /** How often to look at what AWS is doing. */
  readonly pollIntervalMs: number;
  readonly onSandbox: boolean;
}

const AWS_POLL_INTERVAL_MS = 5_000;
const LOCAL_POLL_INTERVAL_MS = 60;
/** Any key is a valid identity there. */
const SANDBOX_CREDENTIALS = { accessKeyId: "AKIASANDBOX000000000", secretAccessKey: "sandbox" };

export async function openSession(context: CommandContext, region: string): Promise<Session> {
  const { environment } = context;
  const [{ createGateways }, { connection, sandbox }] = await Promise.all([
    import("@trainyard/aws"),
    openConnection(context, region),
  ]);
  const keyDirectory = sandbox === undefined ? join(homedir(), ".ssh") : sandboxKeyDirectory(sandbox);
  return {
    gateways: createGateways(connection),
    keyFiles: createKeyFiles(keyDirectory),
    clock: systemClock,
    pollIntervalMs: isLocal(connection.endpointUrl ?? environment["AWS_ENDPOINT_URL"])
      ? LOCAL_POLL_INTERVAL_MS
      : AWS_POLL_INTERVAL_MS,
    onSandbox: sandbox !== undefined,
  };
}

/** Where the calls of a command go: to AWS, to the endpoint that was named, or to the sandbox, which is started. */
export async function openConnection(
  context: CommandContext,
  region: string,
): Promise<{ readonly connection: AwsConnection; readonly sandbox: RunningSandbox | undefined }> {
  const { globals } = context;
  const sandbox = globals.sandbox ? await ensureSandbox(context) : undefined;
  const endpointUrl = sandbox?.endpoint ?? checkedUrl(globals.endpointUrl);
  const { profile } = globals;
  const connection = {
    region,
    ...(sandbox === undefined ? {} : { credentials: SANDBOX_CREDENTIALS }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
    ...(profile === undefined || sandbox !== undefined ? {} : { profile }),
  };
  return { connection, sandbox };
}

function checkedUrl(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url.replace(/\/+$/, "");
  throw new TrainyardError("USAGE", `--endpoint-url is "${url}"`, {
    hint: "Give a URL like http://127.0.0.1:4566.",
  });
}

/** Whether an endpoint is on this machine. */
export function isLocal(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
}
