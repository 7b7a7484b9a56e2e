import type { HostDriver } from "../HostDriver.ts";

export interface MachineCheck {
  readonly name:
    | "linux"
    | "root"
    | "user-namespaces"
    | "programs"
    | "merged-usr"
    | "namespaces"
    | "overlay"
    | "devices"
    | "network"
    | "package-manager"
    | "packages"
    | "disk"
    | "memory";
  /** `note` says something that does not keep hosts from being real. */
  readonly outcome: "passed" | "failed" | "note";
  /** One sentence, with the value that was found. */
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
