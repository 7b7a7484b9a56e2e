import type { HostDriver } from "../../../../hosts/HostDriver.ts";
import type { SessionOutput, SessionWork } from "../SessionWork.ts";
import { PortConnection, type PortPlace } from "./PortConnection.ts";

export interface PlainPortPlace extends PortPlace {
  /** A session for ssh ends with its connection; a forwarded port makes the next one when bytes come. */
  readonly kind: "ssh" | "port";
}

/** The bytes of one connection at a time; the first one is made at once. */
export function plainPortWork(output: SessionOutput, hosts: HostDriver, place: PlainPortPlace): SessionWork {
  let connection: PortConnection | undefined;
  const open = (): PortConnection => {
    const made = new PortConnection(hosts, place, {
      onData(bytes) {
        if (connection !== made) return;
        output.write(bytes);
        if (!output.isFull) return;
        made.pause();
        output.whenDrained(() => made.resume());
      },
      onEnd(refused) {
        if (connection !== made) return;
        connection = undefined;
        if (refused) output.end(refusalOf(place));
        else if (place.kind === "ssh") output.end("");
      },
    });
    return made;
  };
  connection = open();
  return {
    input(bytes) {
      connection ??= open();
      connection.write(bytes);
    },
    resize: () => undefined,
    disconnect() {
      connection?.finish();
      connection = undefined;
    },
    close: () => connection?.close(),
  };
}

/** The agent's words. */
function refusalOf({ host = "", port }: PortPlace): string {
  return `Unable to connect to specified port: dial tcp ${host}:${port}: connect: connection refused`;
}
