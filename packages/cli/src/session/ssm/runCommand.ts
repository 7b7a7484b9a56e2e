import { remoteLines, TrainyardError, type RemoteGateway } from "@trainyard/core";
import { SessionClient } from "./SessionClient.ts";

export interface NodeCommand {
  readonly instanceId: string;
  /** Who runs it. */
  readonly user: string;
  readonly argv: readonly string[];
}

const MARK = "\u0018trainyard-exit ";
const MARK_BYTES = Buffer.from(MARK);

/**
 * Runs its arguments as `$1` and tells the exit code behind a mark, which a session itself cannot. A session runs as
 * a user who may become any other, or as root.
 */
const SCRIPT = `ty_user=$1; shift
ty_home=$(getent passwd "$ty_user" | cut -d: -f6)
PATH=/opt/slurm/bin:$PATH
cd "\${ty_home:-/}" 2>/dev/null || cd /
if [ "$(id -un)" = "$ty_user" ]; then "$@"
elif [ "$(id -u)" = 0 ]; then env HOME="$ty_home" USER="$ty_user" LOGNAME="$ty_user" setpriv --reuid "$(id -u "$ty_user")" --regid "$(id -g "$ty_user")" --init-groups -- "$@"
else sudo -n -H -u "$ty_user" -- env "PATH=$PATH" "$@"
fi
printf '\\030trainyard-exit %d\\n' "$?"`;

/**
 * Runs a command on a node and answers its exit code; its output comes as bytes, both streams together.
 * @throws {TrainyardError} `NODE_NOT_REACHABLE`, `SESSION_FAILED`
 */
export async function runCommand(
  remote: RemoteGateway,
  { instanceId, user, argv }: NodeCommand,
  options: { readonly onOutput: (bytes: Uint8Array) => void; readonly signal: AbortSignal },
): Promise<number> {
  const command = remoteLines(SCRIPT, [user, ...argv]).join("\n");
  const session = await remote.openSession(
    instanceId,
    {
      document: "AWS-StartNonInteractiveCommand",
      parameters: { command: [command] },
      reason: "trainyard connect",
    },
    options.signal,
  );
  const tail = new MarkedOutput(options.onOutput);
  const client = new SessionClient({
    remote,
    session,
    signal: options.signal,
    onOutput: (bytes) => tail.take(bytes),
  });
  const words = await client.run();
  const exitCode = tail.end();
  if (exitCode !== undefined) return exitCode;
  throw new TrainyardError(
    "SESSION_FAILED",
    `the command on ${instanceId} did not tell how it ended${words === "" ? "" : `: ${words}`}`,
    { hint: "Run it again; look at the node with `trainyard connect`.", details: { instanceId } },
  );
}

/** Output whose last line, behind a mark, is not for the user. */
class MarkedOutput {
  readonly #onOutput: (bytes: Uint8Array) => void;
  #held = Buffer.alloc(0);

  constructor(onOutput: (bytes: Uint8Array) => void) {
    this.#onOutput = onOutput;
  }

  take(bytes: Uint8Array): void {
    this.#held = Buffer.concat([this.#held, bytes]);
    const mark = this.#held.lastIndexOf(MARK_BYTES[0] ?? 0);
    this.#pass(mark < 0 ? this.#held.length : mark);
  }

  /** The exit code; undefined when there was no mark. */
  end(): number | undefined {
    const match = /^trainyard-exit (\d+)\r?\n/.exec(this.#held.subarray(1).toString("latin1"));
    const isMark = match !== null && this.#held[0] === MARK_BYTES[0];
    if (!isMark) this.#pass(this.#held.length);
    else this.#held = this.#held.subarray(1 + match[0].length);
    if (isMark) this.#pass(this.#held.length);
    return isMark ? Number(match[1]) : undefined;
  }

  #pass(length: number): void {
    if (length > 0) this.#onOutput(this.#held.subarray(0, length));
    this.#held = this.#held.subarray(length);
  }
}
