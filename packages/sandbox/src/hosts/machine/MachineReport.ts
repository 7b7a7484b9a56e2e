import type { HostDriver } from "../HostDriver.ts";

export interface MachineCheck {
  readonly name:
    | "linux"
    | "root"
    | "user-namespaces"
    | "users"
    | "programs"
    | "merged-usr"
    | "namespaces"
    | "overlay"
    | "devices"
    | "file-systems"
    | "network"
    | "package-manager"
    | "packages"
    | "disk"
    | "memory";
  /** `note` says something that does not keep hosts from being real. */
  readonly outcome: "passed" | "failed" | "note";
  /** One sentence, with the value that was found, and what mends it when it failed and can be mended. */
  readonly message: string;
}

/** What this machine can do for hosts. */
export interface MachineReport {
  /** The best driver that the machine allows: what `auto` takes. */
  readonly driver: HostDriver["kind"];
  /** One sentence. */
  readonly reason: string;
  readonly checks: readonly MachineCheck[];
}

export function machineCheck(name: MachineCheck["name"], passed: boolean, message: string): MachineCheck {
  return { name, outcome: passed ? "passed" : "failed", message };
}
