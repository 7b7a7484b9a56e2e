import type { HostDriver, HostSpec, HostState } from "./HostDriver.ts";
import { HostError } from "./HostError.ts";

/** Hosts without processes: an instance is running as soon as it is started. */
export function createSimulatedHosts(): HostDriver {
  const states = new Map<string, HostState>();
  const consoles = new Map<string, string>();
  return {
    kind: "simulated",
    endpointUrl: undefined,
    run(spec: HostSpec, onState) {
      states.set(spec.instanceId, "running");
      consoles.set(spec.instanceId, `${spec.hostName}: simulated host, no processes\n`);
      onState("running");
    },
    stop(instanceId) {
      if (states.has(instanceId)) states.set(instanceId, "stopped");
    },
    terminate(instanceId) {
      states.delete(instanceId);
      consoles.delete(instanceId);
    },
    describe: (instanceId) => states.get(instanceId),
    retain: () => undefined,
    consoleOutput: (instanceId) => consoles.get(instanceId) ?? "",
    configureNetwork: () => undefined,
    publishNames: () => undefined,
    execute: (instanceId) => Promise.reject(simulated(instanceId)),
    openShell(instanceId) {
      throw simulated(instanceId);
    },
    publicAddress: () => undefined,
    close: () => Promise.resolve(),
  };
}

function simulated(instanceId: string): HostError {
  return new HostError(
    "HOSTS_SIMULATED",
    `${instanceId} is a simulated host: nothing can be run on it. Real ones need \`trainyard sandbox start --hosts namespaces\`; \`trainyard sandbox doctor\` says what this machine lacks for them`,
  );
}
