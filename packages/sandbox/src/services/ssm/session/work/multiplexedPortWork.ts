import { encodeSmux, SMUX, SMUX_DATA_BYTES, SmuxReader, type SmuxFrame } from "@trainyard/core";
import type { HostDriver } from "../../../../hosts/HostDriver.ts";
import type { SessionOutput, SessionWork } from "../SessionWork.ts";
import { PortConnection, type PortPlace } from "./PortConnection.ts";

const NO_DATA = new Uint8Array();

/** Any number of connections in one stream of bytes. */
export function multiplexedPortWork(output: SessionOutput, hosts: HostDriver, place: PortPlace): SessionWork {
  const connections = new PortConnections(output, hosts, place);
  const reader = new SmuxReader();
  return {
    input(bytes) {
      try {
        for (const frame of reader.read(bytes)) connections.handle(frame);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        output.end(error.message);
      }
    },
    resize: () => undefined,
    disconnect: () => undefined,
    close: () => connections.closeAll(),
  };
}

class PortConnections {
  readonly #output: SessionOutput;
  readonly #hosts: HostDriver;
  readonly #place: PortPlace;
  readonly #byStream = new Map<number, PortConnection>();

  constructor(output: SessionOutput, hosts: HostDriver, place: PortPlace) {
    this.#output = output;
    this.#hosts = hosts;
    this.#place = place;
  }

  handle({ command, streamId, data }: SmuxFrame): void {
    switch (command) {
      case SMUX.open:
        return this.#open(streamId);
      case SMUX.data:
        return this.#byStream.get(streamId)?.write(data);
      case SMUX.finish:
        this.#byStream.get(streamId)?.finish();
        this.#byStream.delete(streamId);
        return;
      case SMUX.keepAlive:
        return this.#send({ command, streamId, data: NO_DATA });
    }
  }

  closeAll(): void {
    for (const connection of this.#byStream.values()) connection.close();
    this.#byStream.clear();
  }

  #open(streamId: number): void {
    const connection = new PortConnection(this.#hosts, this.#place, {
      onData: (bytes) => {
        for (let at = 0; at < bytes.length; at += SMUX_DATA_BYTES)
          this.#send({ command: SMUX.data, streamId, data: bytes.slice(at, at + SMUX_DATA_BYTES) });
        if (!this.#output.isFull) return;
        connection.pause();
        this.#output.whenDrained(() => connection.resume());
      },
      onEnd: (refused) => {
        if (!this.#byStream.delete(streamId)) return;
        if (refused) this.#output.refuseConnection();
        this.#send({ command: SMUX.finish, streamId, data: NO_DATA });
      },
    });
    this.#byStream.set(streamId, connection);
  }

  #send(frame: SmuxFrame): void {
    this.#output.write(encodeSmux(frame));
  }
}
