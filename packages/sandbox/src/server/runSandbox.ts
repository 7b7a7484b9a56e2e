import type { SandboxOptions } from "./SandboxOptions.ts";

/**
 * Runs a sandbox until it is stopped, by `signal` or by `POST /_trainyard/stop`; its state is then saved.
 * @throws {Error} with the code `EADDRINUSE` when the port is taken, `ESTATEINUSE` when another sandbox uses the
 *   state directory, `ESTATEFORMAT` when the directory holds a state of another version, `EHOSTSKEPT` when its
 *   instances need another kind of hosts.
 */
export async function runSandbox(options: SandboxOptions): Promise<void> {
  // Asking for a running sandbox must not load all of its services.
  const { serveSandbox } = await import("./serveSandbox.ts");
  await serveSandbox(options);
}
