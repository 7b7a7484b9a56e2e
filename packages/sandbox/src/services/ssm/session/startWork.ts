import type { HostDriver } from "../../../hosts/HostDriver.ts";
import { HostError } from "../../../hosts/HostError.ts";
import type { SessionTask } from "./SessionState.ts";
import type { SessionOutput, SessionWork, StartWork } from "./SessionWork.ts";
import { commandWork } from "./work/commandWork.ts";
import { multiplexedPortWork } from "./work/multiplexedPortWork.ts";
import { plainPortWork } from "./work/plainPortWork.ts";
import { shellWork } from "./work/shellWork.ts";

/** The first version of the plugin that forwards several connections at once. */
const MULTIPLEXING_SINCE = [1, 1, 70, 0];
const SIZE = { columns: 80, rows: 24 };
/** Runs its argument without input and terminal; the terminal on which it runs only carries the output. */
const UNATTENDED = `stty raw -echo; { sh -c "$1" </dev/null 2>&1; } | cat`;
const NOTHING: SessionWork = {
  input: () => undefined,
  resize: () => undefined,
  disconnect: () => undefined,
  close: () => undefined,
};

/** What a session does, on the hosts of its node. A host that cannot be entered ends the session with the reason. */
export function startWorkOn(hosts: HostDriver, instanceId: string, task: SessionTask): StartWork {
  return (output, clientVersion) => {
    const work = unlessLost(output, () => start(hosts, instanceId, task)(output, clientVersion));
    if (work === undefined) return NOTHING;
    // What comes in may open another connection.
    return { ...work, input: (bytes) => unlessLost(output, () => work.input(bytes)) };
  };
}

function unlessLost<Value>(output: SessionOutput, act: () => Value): Value | undefined {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    output.end(error.message);
    return undefined;
  }
}

function start(hosts: HostDriver, instanceId: string, task: SessionTask): StartWork {
  const user = "root";
  switch (task.kind) {
    case "shell":
      return (output) => shellWork(output, hosts.openShell(instanceId, { user, ...SIZE }));
    case "interactive-command": {
      const argv = ["sh", "-c", task.command];
      return (output) => shellWork(output, hosts.openShell(instanceId, { user, ...SIZE, argv }));
    }
    case "command": {
      const argv = ["sh", "-c", UNATTENDED, "sh", task.command];
      return (output) => commandWork(output, hosts.openShell(instanceId, { user, ...SIZE, argv }));
    }
    case "ssh":
      return (output) => plainPortWork(output, hosts, { instanceId, ...task });
    case "port":
      return (output, clientVersion) =>
        canMultiplex(clientVersion)
          ? multiplexedPortWork(output, hosts, { instanceId, ...task })
          : plainPortWork(output, hosts, { instanceId, ...task });
  }
}

function canMultiplex(clientVersion: string): boolean {
  const parts = clientVersion.split(".").map(Number);
  for (const [index, least] of MULTIPLEXING_SINCE.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
