import type { HostDriver, HostSpec, HostState } from "./HostDriver.ts";

/** Hosts without processes: an instance is running as soon as it is started. */
export function createSimulatedHosts(): HostDriver {
  const states = new Map<string, HostState>();
  const consoles = new Map<string, string>();
  return {
    kind: "simulated",
    run(spec: HostSpec, onState) {
      states.set(spec.instanceId, "running");
      consoles.set(spec.instanceId, `${spec.hostName}: simulated host, no processes\n`);
      onState("running");
    },
    stop: (instanceId) => void states.set(instanceId, "stopped"),
    terminate(instanceId) {
      states.delete(instanceId);
      consoles.delete(instanceId);
    },
    describe: (instanceId) => states.get(instanceId),
    consoleOutput: (instanceId) => consoles.get(instanceId) ?? "",
  };
}
