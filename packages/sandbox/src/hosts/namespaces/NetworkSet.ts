import { closeSync, openSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { isDiskFull } from "../../state/isDiskFull.ts";
import type { HostNetwork, PublicAddress, PublishedNames } from "../HostDriver.ts";
import { HostError } from "../HostError.ts";
import { PublicDoors, type PublicDoor } from "./network/PublicDoors.ts";
import { publicPorts } from "./network/publicPorts.ts";
import { VpcRouter, type SubnetPlace } from "./network/VpcRouter.ts";
import type { HostRecord } from "./HostRecord.ts";
import type { Supervisor } from "./Supervisor.ts";

export interface NetworkSetOptions {
  readonly directory: string;
  readonly endpoint: { readonly port: number; readonly onConnection: (socket: Socket) => void } | undefined;
  readonly onDefect: (error: unknown, what: string) => void;
}

const ENDPOINT_SOCKET = "endpoint.sock";

/** The networks of all VPCs with hosts, their names and their doors to this machine. */
export class NetworkSet {
  readonly #options: NetworkSetOptions;
  readonly #networks = new Map<string, HostNetwork>();
  readonly #routers = new Map<string, VpcRouter>();
  readonly #names = new Map<string, Map<string, PublishedNames>>();
  readonly #doors = new PublicDoors();
  readonly #directoryDescriptor: number;
  readonly #server: Server | undefined;

  constructor(options: NetworkSetOptions) {
    this.#options = options;
    this.#directoryDescriptor = openSync(options.directory, "r");
    const { endpoint } = options;
    if (endpoint === undefined) return;
    this.#server = createServer({ allowHalfOpen: true }, (socket) => endpoint.onConnection(socket));
    this.#server.on("error", (error) => options.onDefect(error, "the hosts' way to the sandbox"));
    this.#server.listen(this.#socketPath(ENDPOINT_SOCKET));
  }

  configure(network: HostNetwork, hosts: Iterable<HostRecord>): void {
    this.#networks.set(network.vpcId, network);
    this.#routers.get(network.vpcId)?.configure(network);
    this.openDoors(hosts);
  }

  publish(names: PublishedNames, hosts: Iterable<HostRecord>): void {
    const ofVpc = this.#names.get(names.vpcId) ?? new Map<string, PublishedNames>();
    this.#names.set(names.vpcId, ofVpc);
    ofVpc.set(names.source, names);
    this.writeNames(names.vpcId, hosts);
  }

  /** Makes network and subnet of a host if need be. @throws {HostError} `HOST_FAILED` */
  place(supervisor: Supervisor, vpcId: string, subnetId: string): Promise<SubnetPlace> {
    const network = this.#networks.get(vpcId);
    if (network === undefined)
      throw new HostError("HOST_FAILED", `${vpcId} has no network: it was never configured`);
    let router = this.#routers.get(vpcId);
    if (router === undefined) {
      const { directory, endpoint, onDefect } = this.#options;
      router = new VpcRouter({
        vpcId,
        directory,
        supervisor,
        endpoint: endpoint === undefined ? undefined : { port: endpoint.port, socket: ENDPOINT_SOCKET },
        onDefect,
      });
      this.#routers.set(vpcId, router);
      router.configure(network);
    }
    return router.subnet(subnetId);
  }

  /** The hosts file of a VPC: its hosts under EC2's names and what others named. */
  writeNames(vpcId: string, hosts: Iterable<HostRecord>): void {
    const router = this.#routers.get(vpcId);
    if (router === undefined) return;
    const lines = ["127.0.0.1 localhost"];
    for (const { spec } of hosts)
      if (spec.vpcId === vpcId)
        lines.push(`${spec.privateIpAddress} ${spec.hostName} ${spec.hostName}.${domainOf(spec.region)}`);
    for (const { addresses } of this.#names.get(vpcId)?.values() ?? [])
      for (const [name, address] of Object.entries(addresses)) lines.push(`${address} ${name}`);
    try {
      router.writeNames(`${lines.join("\n")}\n`);
    } catch (error) {
      // Hosts keep the names that they have; the next change writes them again.
      if (!isDiskFull(error)) throw error;
      this.#options.onDefect(error, "writing the names of hosts");
    }
  }

  openDoors(hosts: Iterable<HostRecord>): void {
    const running = [...hosts].filter(({ state }) => state === "running");
    const doors = running.flatMap(({ spec }) => this.#doorOf(spec.vpcId ?? "", spec.privateIpAddress) ?? []);
    this.#doors
      .set(doors)
      .catch((error: unknown) => this.#options.onDefect(error, "listening for public addresses"));
  }

  publicAddress(vpcId: string, privateIpAddress: string): PublicAddress | undefined {
    const router = this.#routers.get(vpcId);
    if (router === undefined) return undefined;
    return this.#doors.addressOf(privateIpAddress, this.#socketPath(router.inwardSocket));
  }

  /** Forgets the networks of a supervisor that has ended. */
  forget(): void {
    for (const router of this.#routers.values()) router.close();
    this.#routers.clear();
    this.#doors.close();
  }

  close(): void {
    this.forget();
    this.#server?.close();
    closeSync(this.#directoryDescriptor);
  }

  #doorOf(vpcId: string, privateIpAddress: string): PublicDoor | undefined {
    const network = this.#networks.get(vpcId);
    const router = this.#routers.get(vpcId);
    const pair = network?.publicAddresses.find((each) => each.privateIpAddress === privateIpAddress);
    if (network === undefined || router === undefined || pair === undefined) return undefined;
    const ports = publicPorts(network, privateIpAddress);
    return { ...pair, ports, socketPath: this.#socketPath(router.inwardSocket) };
  }

  /** A path of 108 bytes at most, as the kernel wants for sockets, wherever the directory is. */
  #socketPath(name: string): string {
    return `/proc/self/fd/${this.#directoryDescriptor}/${name}`;
  }
}

function domainOf(region: string): string {
  return region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
}
