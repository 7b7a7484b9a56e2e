import type { HostDriver } from "../../../../hosts/HostDriver.ts";
import type { SessionOutput, SessionWork } from "../SessionWork.ts";
import { PortConnection } from "./PortConnection.ts";

/** The bytes of one connection at a time. @param once - the session ends with its first connection, as for ssh. */
export function plainPortWork(
  output: SessionOutput,
  hosts: HostDriver,
  place: { readonly instanceId: string; readonly port: number; readonly once: boolean },
): SessionWork {
  let connection: PortConnection | undefined;
  const open = (): PortConnection => {
    const made = new PortConnection(hosts, place, {
      onData(bytes) {
        output.write(bytes);
        if (!output.isFull) return;
        made.pause();
        output.whenDrained(() => made.resume());
      },
      onEnd(refused) {
        connection = undefined;
        if (place.once) return output.end(refused ? `Connection to destination port failed` : "");
        if (refused) output.refuseConnection();
      },
    });
    return made;
  };
  if (place.once) connection = open();
  return {
    input(bytes) {
      connection ??= open();
      connection.write(bytes);
    },
    resize: () => undefined,
    disconnect() {
      connection?.close();
      connection = undefined;
    },
    close: () => connection?.close(),
  };
}
