import type * as netModule from "node:net";
import type { ListenOptions, Server, Socket } from "node:net";

/** Where a relay listens and whom it connects to. */
export interface RelayPlan {
  /** The hosts' directory: sockets are named from there, since their paths must be short. */
  readonly directory: string;
  /** Hosts reach the sandbox here; absent when the sandbox has no endpoint for them. */
  readonly endpoint: { readonly address: string; readonly port: number; readonly socket: string } | undefined;
  /** The sandbox reaches hosts here: it sends `ADDRESS PORT` and a line break, and is connected. */
  readonly inwardSocket: string;
}

/**
 * Connects a VPC's network namespace with the sandbox, over sockets in a directory. It runs as a Node program of its
 * own inside the namespace, from its source text: it may use nothing but its arguments. It ends with its standard input.
 */
export function relay(net: typeof netModule, main: NodeJS.Process, plan: RelayPlan): void {
  const { endpoint } = plan;
  main.chdir(plan.directory);

  // oxlint-disable-next-line unicorn/consistent-function-scoping -- the text of this function is all that runs
  function join(a: Socket, b: Socket): void {
    a.on("error", () => b.destroy());
    b.on("error", () => a.destroy());
    a.on("close", () => b.end());
    b.on("close", () => a.end());
    a.pipe(b);
    b.pipe(a);
  }

  function readTarget(socket: Socket): void {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) {
      socket.once("readable", () => readTarget(socket));
      return;
    }
    const end = chunk.indexOf(10);
    if (end < 0) {
      socket.destroy();
      return;
    }
    const [host, port] = chunk.subarray(0, end).toString().split(" ");
    const rest = chunk.subarray(end + 1);
    if (rest.length > 0) socket.unshift(rest);
    join(socket, net.connect({ host, port: Number(port), allowHalfOpen: true }));
  }

  const inward = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => socket.destroy());
    readTarget(socket);
  });
  const ready: Promise<void>[] = [listening(inward, { path: plan.inwardSocket })];
  if (endpoint !== undefined) {
    const outward = net.createServer({ allowHalfOpen: true }, (socket) =>
      join(socket, net.connect({ path: endpoint.socket, allowHalfOpen: true })),
    );
    ready.push(listening(outward, { host: endpoint.address, port: endpoint.port }));
  }

  // oxlint-disable-next-line unicorn/consistent-function-scoping -- as above
  function listening(server: Server, where: ListenOptions): Promise<void> {
    return new Promise((resolve) => {
      server.listen(where, () => resolve());
    });
  }

  void Promise.all(ready).then(() => main.stdout.write("ready\n"));
  main.stdin.resume();
  main.stdin.on("end", () => main.exit(0));
}
