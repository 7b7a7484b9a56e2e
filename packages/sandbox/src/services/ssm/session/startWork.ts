import type { HostDriver } from "../../../hosts/HostDriver.ts";
import { HostError } from "../../../hosts/HostError.ts";
import type { SessionTask } from "./SessionState.ts";
import type { SessionWork, StartWork } from "./SessionWork.ts";
import { commandWork } from "./work/commandWork.ts";
import { multiplexedPortWork } from "./work/multiplexedPortWork.ts";
import { plainPortWork } from "./work/plainPortWork.ts";
import { shellWork } from "./work/shellWork.ts";

/** The first version of the plugin that forwards several connections at once. */
const MULTIPLEXING_SINCE = [1, 1, 70, 0];
const SIZE = { columns: 80, rows: 24 };
const NOTHING: SessionWork = {
  input: () => undefined,
  resize: () => undefined,
  disconnect: () => undefined,
  close: () => undefined,
};

/** What a session does, on the hosts of its node. A host that cannot be entered ends the session with the reason. */
export function startWorkOn(hosts: HostDriver, instanceId: string, task: SessionTask): StartWork {
  return (output, clientVersion) => {
    try {
      return start(hosts, instanceId, task)(output, clientVersion);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      output.end(error.message);
      return NOTHING;
    }
  };
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
      const argv = ["sh", "-c", task.command];
      return (output) => commandWork(output, hosts.execute(instanceId, { argv }));
    }
    case "ssh":
      return (output) => plainPortWork(output, hosts, { instanceId, port: task.port, once: true });
    case "port": {
      const { port } = task;
      return (output, clientVersion) =>
        canMultiplex(clientVersion)
          ? multiplexedPortWork(output, hosts, { instanceId, port })
          : plainPortWork(output, hosts, { instanceId, port, once: false });
    }
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
