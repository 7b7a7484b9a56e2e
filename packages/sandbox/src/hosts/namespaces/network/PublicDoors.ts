import { connect, createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import type { PublicAddress } from "../../HostDriver.ts";
import { isIpv4Address } from "./ipv4Block.ts";

export interface PublicDoor {
  readonly publicIpAddress: string;
  readonly privateIpAddress: string;
  readonly ports: readonly number[];
  /** Path of the relay's socket, short enough for the kernel. */
  readonly socketPath: string;
}

/** For ports that this machine does not give, because they are taken or need a right. */
const OTHER_PORTS_OFFSET = 20_000;

interface OpenPort {
  readonly server: Server;
  door: PublicDoor;
  /** Undefined until it listens. */
  localPort: number | undefined;
}

/** Listens on loopback addresses that stand for public ones and connects clients with the hosts behind them. */
export class PublicDoors {
  readonly #ports = new Map<string, OpenPort>();
  readonly #sockets = new Set<Socket>();

  /** Opens and closes ports so that exactly these doors are open. Resolves when all listen. */
  async set(doors: readonly PublicDoor[]): Promise<void> {
    const wanted = new Map(
      doors.flatMap((door) => door.ports.map((port) => [keyOf(door, port), { door, port }])),
    );
    for (const [key, open] of this.#ports) {
      if (wanted.has(key)) continue;
      open.server.close();
      this.#ports.delete(key);
    }
    const opening: Promise<void>[] = [];
    for (const [key, { door, port }] of wanted) {
      const open = this.#ports.get(key);
      if (open === undefined) opening.push(this.#open(key, door, port));
      else open.door = door;
    }
    await Promise.all(opening);
  }

  /** Where clients reach the host with a private address, if one of its ports listens. */
  addressOf(privateIpAddress: string, socketPath: string): PublicAddress | undefined {
    const ports: Record<string, number> = {};
    let address: string | undefined;
    for (const [key, { door, localPort }] of this.#ports) {
      if (door.privateIpAddress !== privateIpAddress || door.socketPath !== socketPath) continue;
      if (localPort === undefined) continue;
      address = loopbackAddress(door.publicIpAddress);
      ports[key.split(" ")[1] ?? ""] = localPort;
    }
    return address === undefined ? undefined : { address, ports };
  }

  close(): void {
    for (const { server } of this.#ports.values()) server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#ports.clear();
  }

  async #open(key: string, door: PublicDoor, port: number): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const current = this.#ports.get(key)?.door;
      if (current === undefined) socket.destroy();
      else this.#lead(socket, current, port);
    });
    const open: OpenPort = { server, door, localPort: undefined };
    this.#ports.set(key, open);
    const host = loopbackAddress(door.publicIpAddress);
    for (const candidate of [port, (port % OTHER_PORTS_OFFSET) + OTHER_PORTS_OFFSET, 0]) {
      if (!(await listens(server, host, candidate))) continue;
      if (this.#ports.get(key) !== open) {
        server.close();
        return;
      }
      const address = server.address();
      if (address !== null && typeof address !== "string") open.localPort = address.port;
      return;
    }
  }

  #lead(client: Socket, door: PublicDoor, port: number): void {
    const host = connect({ path: door.socketPath, allowHalfOpen: true });
    host.write(`${door.privateIpAddress} ${port}\n`);
    for (const [from, to] of [
      [client, host],
      [host, client],
    ] as const) {
      this.#sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#sockets.delete(from);
        to.end();
      });
      from.pipe(to);
    }
  }
}

/** Always in 127.0.0.0/8, whatever the address: EC2 gives such ones, and gave `198.18.0.10` before, now `127.18.0.10`. */
export function loopbackAddress(publicIpAddress: string): string {
  if (!isIpv4Address(publicIpAddress)) throw new Error(`${publicIpAddress} is no IPv4 address`);
  return publicIpAddress.replace(/^\d+/, "127");
}

function keyOf({ publicIpAddress }: PublicDoor, port: number): string {
  return `${publicIpAddress} ${port}`;
}

async function listens(server: Server, host: string, port: number): Promise<boolean> {
  server.listen(port, host);
  try {
    await once(server, "listening");
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE" || code === "EACCES" || code === "EADDRNOTAVAIL") return false;
    throw error;
  }
}
