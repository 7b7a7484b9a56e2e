import { connect, type Socket } from "node:net";

export interface RawCall {
  readonly title: string;
  /** The whole request as it goes over the wire. */
  readonly bytes: Buffer;
}

/** Requests per second over a few connections, each sending its next request when an answer has come. */
export async function requestsPerSecond(port: number, call: RawCall, forMs: number): Promise<number> {
  const startMs = performance.now();
  const endMs = startMs + forMs;
  const counts = await Promise.all(Array.from({ length: 4 }, () => repeat(port, call, endMs)));
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - startMs) / 1_000);
}

async function repeat(port: number, call: RawCall, endMs: number): Promise<number> {
  let count = 0;
  let socket: Socket | undefined;
  while (performance.now() < endMs) {
    socket ??= await open(port);
    const isOpen = await exchange(socket, call);
    count += 1;
    if (!isOpen) {
      socket.destroy();
      socket = undefined;
    }
  }
  socket?.destroy();
  return count;
}

/** Sends a request and reads its answer; true when the connection can be used again. */
async function exchange(socket: Socket, call: RawCall): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let received = "";
    let endsAt = Infinity;
    function onData(piece: Buffer): void {
      received += piece.toString("latin1");
      if (endsAt === Infinity) endsAt = lengthOf(received);
      if (received.length >= endsAt) finish(!/\r\nconnection: close/i.test(received));
    }
    function onClose(): void {
      finish(false);
    }
    function finish(isOpen: boolean): void {
      socket.off("data", onData).off("close", onClose).off("error", reject);
      if (/^HTTP\/1\.[01] 200 /.test(received)) resolve(isOpen);
      else reject(new Error(`${call.title} was answered ${received.slice(0, 300)}`));
    }
    socket.on("data", onData).on("close", onClose).on("error", reject);
    socket.write(call.bytes);
  });
}

/** Where the answer ends, once its head has come. */
function lengthOf(received: string): number {
  const headEnd = received.indexOf("\r\n\r\n");
  if (headEnd < 0) return Infinity;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.slice(0, headEnd))?.[1];
  return length === undefined ? Infinity : headEnd + 4 + Number(length);
}

async function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.off("error", reject);
      socket.setNoDelay(true);
      resolve(socket);
    });
    socket.once("error", reject);
  });
}
