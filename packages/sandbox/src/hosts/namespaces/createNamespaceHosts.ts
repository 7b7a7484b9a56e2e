import { availableParallelism } from "node:os";
import type { Socket } from "node:net";
import type { HostDriver, HostPackages, HostSpec, HostState } from "../HostDriver.ts";
import { HostError } from "../HostError.ts";
import { executeOnHost, openShellOnHost, type EnterableHost } from "./enterHost.ts";
import { hostRights } from "./HostRights.ts";
import { HostFiles } from "./HostFiles.ts";
import { release, type HostRecord } from "./HostRecord.ts";
import { Removals } from "./Removals.ts";
import { NetworkSet } from "./NetworkSet.ts";
import { shutDownPrograms } from "./shutDownPrograms.ts";
import { StartQueue } from "./StartQueue.ts";
import { Supervisor } from "./Supervisor.ts";
import { prepareHostsDirectory, removeOtherHosts, removeTransient } from "./hostsDirectory.ts";
import { ENDPOINT_ADDRESS } from "./network/VpcRouter.ts";

export interface NamespaceHostsOptions {
  /** For disks and consoles of hosts: the driver's own, made when missing. One driver at a time. */
  readonly directory: string;
  /** The directory of a layer of packages, built when there is none. */
  readonly layerDirectory: (packages: HostPackages) => Promise<string>;
  /** Where the sandbox listens, and what takes the connections that hosts make to it; absent: hosts reach no sandbox. */
  readonly endpoint?: { readonly port: number; readonly onConnection: (socket: Socket) => void };
  /** Holds modelled time until the answered function is called. */
  readonly hold: () => () => void;
  readonly onDefect: (error: unknown, what: string) => void;
}

/** A host that does not end by SIGTERM within this time is killed. */
const STOP_LIMIT_MS = 3_000;

/** Hosts made of Linux namespaces: processes, addresses and file systems are real. */
export function createNamespaceHosts(options: NamespaceHostsOptions): HostDriver {
  prepareHostsDirectory(options.directory);
  return new NamespaceHosts(options);
}

class NamespaceHosts implements HostDriver {
  readonly kind = "namespaces";
  readonly endpointUrl: string | undefined;
  readonly #options: NamespaceHostsOptions;
  readonly #rights = hostRights();
  readonly #hosts = new Map<string, HostRecord>();
  /** Hosts whose processes have not ended, also those that were terminated or run anew. */
  readonly #withProcesses = new Map<string, HostRecord>();
  readonly #networks: NetworkSet;
  readonly #queue = new StartQueue(Math.max(4, availableParallelism() * 2));
  readonly #removals: Removals;
  #layers = new Map<HostPackages, Promise<void>>();
  #supervisor: Supervisor | undefined;
  #linkCount = 0;
  #closed = false;

  constructor(options: NamespaceHostsOptions) {
    this.#options = options;
    const { directory, endpoint, onDefect } = options;
    this.endpointUrl = endpoint === undefined ? undefined : `http://${ENDPOINT_ADDRESS}:${endpoint.port}`;
    this.#removals = new Removals(onDefect);
    this.#networks = new NetworkSet({ directory, endpoint, onDefect });
  }

  run(spec: HostSpec, onState: (state: HostState) => void): void {
    const before = this.#withProcesses.get(spec.instanceId);
    if (before !== undefined && before.ending === undefined) return;
    const record: HostRecord = {
      spec,
      onState,
      files: new HostFiles(this.#options.directory, spec.instanceId, this.#rights),
      state: "starting",
      isPending: true,
      releases: [this.#options.hold()],
    };
    this.#hosts.set(spec.instanceId, record);
    const start = (): void => {
      this.#start(record).catch((error: unknown) => this.#failStart(record, error));
    };
    if (before === undefined) return start();
    const earlier = before.next;
    before.next = () => {
      earlier?.();
      start();
    };
  }

  stop(instanceId: string): void {
    const record = this.#hosts.get(instanceId);
    if (record === undefined || record.state === "stopped") return;
    this.#end(record, "stop");
  }

  terminate(instanceId: string): void {
    const record = this.#hosts.get(instanceId);
    if (record === undefined) return;
    this.#hosts.delete(instanceId);
    this.#end(record, "terminate");
  }

  describe(instanceId: string): HostState | undefined {
    return this.#hosts.get(instanceId)?.state;
  }

  retain(instanceIds: readonly string[]): void {
    this.#removals.add(removeOtherHosts(this.#options.directory, [...instanceIds, ...this.#hosts.keys()]));
  }

  consoleOutput(instanceId: string): string {
    return this.#hosts.get(instanceId)?.files.console() ?? "";
  }

  configureNetwork(network: Parameters<HostDriver["configureNetwork"]>[0]): void {
    this.#networks.configure(network, this.#hosts.values());
  }

  publishNames(names: Parameters<HostDriver["publishNames"]>[0]): void {
    this.#networks.publish(names, this.#hosts.values());
  }

  async execute(
    instanceId: string,
    command: Parameters<HostDriver["execute"]>[1],
  ): ReturnType<HostDriver["execute"]> {
    return executeOnHost(this.#enterable(instanceId), command);
  }

  openShell(
    instanceId: string,
    options: Parameters<HostDriver["openShell"]>[1],
  ): ReturnType<HostDriver["openShell"]> {
    return openShellOnHost(this.#enterable(instanceId), options);
  }

  publicAddress(instanceId: string): ReturnType<HostDriver["publicAddress"]> {
    const record = this.#hosts.get(instanceId);
    if (record?.state !== "running") return undefined;
    return this.#networks.publicAddress(record.spec.vpcId ?? "", record.spec.privateIpAddress);
  }

  async close(how: "save" | "forget" = "save"): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const execute = this.execute.bind(this);
    if (how === "save") await shutDownPrograms(this.#hosts.values(), execute, this.#options.onDefect);
    this.#networks.close();
    await this.#supervisor?.close();
    for (const record of [...this.#hosts.values(), ...this.#withProcesses.values()]) {
      record.state = "stopped";
      release(record);
    }
    for (const [id, { ending, files }] of this.#withProcesses)
      if (ending === "terminate") this.#removals.add(files.remove(), id);
    await this.#removals.all();
    removeTransient(this.#options.directory);
  }

  async #start(record: HostRecord): Promise<void> {
    const { spec } = record;
    const { program, user, vpcId = "" } = spec;
    const packages = program?.packages ?? "slurm";
    const supervisor = this.#supervise();
    await this.#addLayer(supervisor, packages);
    const place = await this.#networks.place(supervisor, vpcId, spec.subnetId);
    const giveBack = await this.#queue.take();
    record.releases.push(giveBack);
    await this.#removals.before(spec.instanceId);
    if (record.ending !== undefined || this.#supervisor !== supervisor) {
      this.#finish(record);
      return;
    }
    this.#networks.writeNames(vpcId, this.#hosts.values());
    record.files.prepare(spec);
    if (!place.isolated) record.files.note("security groups are not enforced: nftables does not work here");
    record.isPending = false;
    this.#withProcesses.set(spec.instanceId, record);
    const link = `host${(this.#linkCount++).toString(36)}`;
    const size = [spec.gpuCount ?? 0, place.prefixLength].map(String);
    supervisor.run([
      spec.instanceId,
      vpcId,
      packages,
      user?.name ?? "root",
      ...size,
      place.gateway,
      place.bridge,
      place.isolated ? "on" : "off",
      link,
      spec.privateIpAddress,
      spec.hostName,
      program?.sshd === true ? "yes" : "no",
    ]);
  }

  #supervise(): Supervisor {
    if (this.#supervisor !== undefined) return this.#supervisor;
    const supervisor = new Supervisor(this.#options.directory, this.#rights, {
      onRunning: (instanceId, launcherPid) => this.#markRunning(instanceId, launcherPid),
      onEnded: (instanceId) => this.#markEnded(instanceId),
      onLost: (reason) => this.#loseAll(reason),
    });
    this.#supervisor = supervisor;
    return supervisor;
  }

  /** The other layers rest on the first one, which has the programs that networks need. */
  async #addLayer(supervisor: Supervisor, packages: HostPackages): Promise<void> {
    if (packages !== "slurm") await this.#addLayer(supervisor, "slurm");
    const known = this.#layers.get(packages);
    const added =
      known ??
      this.#options.layerDirectory(packages).then((directory) => supervisor.addLayer(packages, directory));
    this.#layers.set(packages, added);
    added.catch(() => this.#layers.delete(packages));
    await added;
  }

  #markRunning(instanceId: string, launcherPid: string): void {
    const record = this.#withProcesses.get(instanceId);
    if (record === undefined || record.ending !== undefined) return;
    record.launcherPid = launcherPid;
    record.state = "running";
    this.#networks.openDoors(this.#hosts.values());
    record.onState("running");
    release(record);
  }

  #markEnded(instanceId: string): void {
    const record = this.#withProcesses.get(instanceId);
    if (record !== undefined) this.#finish(record);
  }

  /** The host has no processes any more. */
  #finish(record: HostRecord): void {
    const { instanceId, vpcId = "" } = record.spec;
    const wasStarting = record.state === "starting";
    record.isPending = false;
    delete record.launcherPid;
    if (this.#withProcesses.get(instanceId) === record) this.#withProcesses.delete(instanceId);
    if (record.ending === "terminate") this.#removeDisk(record);
    else record.state = record.ending === undefined && wasStarting ? "terminated" : "stopped";
    if (!this.#closed) {
      this.#networks.writeNames(vpcId, this.#hosts.values());
      this.#networks.openDoors(this.#hosts.values());
    }
    if (record.ending === undefined) record.onState(record.state);
    release(record);
    record.next?.();
  }

  #failStart(record: HostRecord, error: unknown): void {
    if (this.#closed) return;
    record.files.note(`the host cannot start: ${error instanceof Error ? error.message : String(error)}`);
    this.#options.onDefect(error, `starting ${record.spec.instanceId}`);
    this.#finish(record);
  }

  #end(record: HostRecord, ending: "stop" | "terminate"): void {
    const { instanceId } = record.spec;
    const stage = record.launcherPid === undefined ? "launching" : "running";
    record.ending = ending;
    record.state = "stopped";
    record.releases.push(this.#options.hold());
    if (this.#withProcesses.get(instanceId) !== record) {
      // A start that is under way sees that the host is to end.
      if (!record.isPending) this.#finish(record);
      return;
    }
    this.#supervisor?.signal(instanceId, ending === "stop" && stage === "running" ? "TERM" : "KILL", stage);
    if (ending === "terminate" || stage === "launching") return;
    const limit = setTimeout(() => this.#supervisor?.signal(instanceId, "KILL", stage), STOP_LIMIT_MS);
    record.releases.push(() => clearTimeout(limit));
  }

  #loseAll(reason: string): void {
    this.#supervisor = undefined;
    this.#layers = new Map();
    this.#networks.forget();
    this.#options.onDefect(new HostError("HOST_FAILED", `the hosts were lost: ${reason}`), "running hosts");
    for (const record of this.#withProcesses.values()) this.#finish(record);
  }

  #enterable(instanceId: string): EnterableHost {
    const record = this.#hosts.get(instanceId);
    const supervisor = this.#supervisor;
    if (record?.state !== "running" || record.launcherPid === undefined || supervisor === undefined)
      throw new HostError("HOST_NOT_RUNNING", `${instanceId} does not run`);
    return { supervisor, spec: record.spec, launcherPid: record.launcherPid };
  }

  /** The disk of an id that is used again belongs to the new host. */
  #removeDisk({ spec: { instanceId }, files }: HostRecord): void {
    if (!this.#withProcesses.has(instanceId)) this.#removals.add(files.remove(), instanceId);
  }
}
