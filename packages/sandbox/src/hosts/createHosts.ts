import type { Socket } from "node:net";
import { createSimulatedHosts } from "./createSimulatedHosts.ts";
import type { HostDriver } from "./HostDriver.ts";
import { ensureLayer } from "./layer/ensureLayer.ts";
import type { LayerProgress } from "./layer/LayerProgress.ts";
import { createNamespaceHosts } from "./namespaces/createNamespaceHosts.ts";

export interface CreateHostsOptions {
  readonly kind: HostDriver["kind"];
  /** For disks of hosts. */
  readonly directory: string;
  readonly endpoint: { readonly port: number; readonly onConnection: (socket: Socket) => void };
  readonly hold: () => () => void;
  readonly onDefect: (error: unknown, what: string) => void;
  /** Told when the packages of the hosts have to be built first. */
  readonly onLayerProgress?: (progress: LayerProgress) => void;
}

/** The driver of a kind, for one kernel. */
export function createHosts(options: CreateHostsOptions): HostDriver {
  const { kind, directory, endpoint, hold, onDefect, onLayerProgress } = options;
  switch (kind) {
    case "simulated":
      return createSimulatedHosts();
    case "namespaces":
      return createNamespaceHosts({
        directory,
        endpoint,
        hold,
        onDefect,
        layerDirectory: (packages) =>
          ensureLayer({
            packages,
            ...(onLayerProgress === undefined ? {} : { onProgress: onLayerProgress }),
          }),
      });
  }
}
