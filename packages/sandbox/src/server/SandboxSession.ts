import { mkdirSync } from "node:fs";
import type { HostDriver } from "../hosts/HostDriver.ts";
import type { ClockMode, WallClock } from "../kernel/ModelClock.ts";
import { SandboxKernel } from "../kernel/SandboxKernel.ts";
import type { SandboxState } from "../kernel/SandboxState.ts";
import type { ServiceModule } from "../kernel/ServiceModule.ts";
import { withHosts } from "../state/keptHosts.ts";
import { readArchive } from "../state/readArchive.ts";
import type { StateDirectory } from "../state/StateDirectory.ts";
import { StateWriter } from "../state/StateWriter.ts";
import { writeArchive } from "../state/writeArchive.ts";

export interface SessionOptions {
  readonly directory: StateDirectory;
  readonly modules: readonly ServiceModule[];
  readonly clockMode: ClockMode;
  readonly wallClock: WallClock;
  readonly endpointUrl: string;
  readonly hostsKind: HostDriver["kind"];
  /** @param hold - holds the time of the kernel that the driver is for. */
  readonly createHosts: (hold: () => () => void) => HostDriver;
  /** The state of a new account. */
  readonly freshState: () => SandboxState;
  /** Told of errors that are the sandbox's own fault. */
  readonly onDefect: (error: unknown, what: string) => void;
}

/** The running kernel with its state on disk; reset and load put another kernel in its place. */
export class SandboxSession {
  readonly #options: SessionOptions;
  readonly #writer: StateWriter;
  #kernel: SandboxKernel;
  #busy: Promise<unknown> | undefined;

  /**
   * @throws {StateFormatError} when the directory holds a state that cannot be read.
   * @throws {HostsKeptError} when its instances need hosts of another kind.
   */
  constructor(options: SessionOptions) {
    this.#options = options;
    this.#writer = new StateWriter(
      () => options.directory.write(this.#kernel.state),
      (error) => options.onDefect(error, "saving the state"),
    );
    const state = options.directory.read() ?? options.freshState();
    this.#kernel = this.#createKernel(withHosts(state, options.hostsKind));
    this.#startKernel();
  }

  get kernel(): SandboxKernel {
    return this.#kernel;
  }

  get incomingPath(): string {
    return this.#options.directory.incomingPath;
  }

  /** Resolves when no save or load is under way; undefined when calls may go ahead at once. */
  get busy(): Promise<unknown> | undefined {
    return this.#busy;
  }

  /** Says that the state has changed by other means than a call. */
  saveSoon(): void {
    this.#writer.touch();
  }

  /** Writes the state down as it is. */
  async saveNow(): Promise<void> {
    await this.#options.directory.write(this.#kernel.state);
  }

  /** Forgets everything and begins with a new account. */
  async reset(): Promise<void> {
    await this.#exclusively(async () => {
      const { directory, freshState, hostsKind } = this.#options;
      this.#kernel.stop();
      await this.#kernel.hosts.close("forget");
      directory.replaceData(directory.createStaging());
      this.#replaceKernel(withHosts(freshState(), hostsKind));
    });
  }

  /** The whole sandbox as a stream, read by `load`. Calls and modelled time wait until it is read to its end. */
  async save(write: (archive: AsyncIterable<Buffer>) => Promise<void>): Promise<void> {
    await this.#exclusively(async () => {
      this.#kernel.stop();
      try {
        this.#prepareToSave();
        await write(writeArchive(this.#kernel.state, this.#options.directory.dataPath, ["incoming"]));
      } finally {
        this.#kernel.start();
      }
    });
  }

  /**
   * Replaces everything by a saved sandbox; when it cannot be taken nothing changes.
   * @throws {StateFormatError} @throws {HostsKeptError}
   */
  async load(archive: AsyncIterable<Buffer>): Promise<void> {
    await this.#exclusively(async () => {
      const { directory, hostsKind } = this.#options;
      const staging = directory.createStaging();
      let state: SandboxState;
      try {
        state = withHosts(await readArchive(archive, staging), hostsKind);
      } catch (error) {
        directory.removeStaging(staging);
        throw error;
      }
      this.#kernel.stop();
      await this.#kernel.hosts.close("forget");
      directory.replaceData(staging);
      this.#replaceKernel(state);
    });
  }

  /** Stops the clock, ends the hosts and saves. */
  async stop(): Promise<void> {
    this.#kernel.stop();
    await this.#kernel.hosts.close();
    this.#prepareToSave();
    await this.#writer.stop();
    this.#options.directory.writeSync(this.#kernel.state);
  }

  /** What a service cannot do then must not lose the state. */
  #prepareToSave(): void {
    try {
      this.#kernel.prepareToSave();
    } catch (error) {
      this.#options.onDefect(error, "preparing to save");
    }
  }

  #replaceKernel(state: SandboxState): void {
    this.#kernel = this.#createKernel(state);
    // Disks of the life before: instances of this one may have the same ids.
    this.#kernel.hosts.retain([]);
    this.#startKernel();
    this.#writer.touch();
  }

  /** What a service cannot do then must not keep the sandbox from running. */
  #startKernel(): void {
    this.#kernel.start();
    try {
      this.#kernel.announceStart();
    } catch (error) {
      this.#options.onDefect(error, "starting again where the state stands");
    }
  }

  #createKernel(state: SandboxState): SandboxKernel {
    const { directory, modules, clockMode, wallClock, endpointUrl, createHosts, onDefect } = this.#options;
    mkdirSync(directory.incomingPath, { recursive: true, mode: 0o700 });
    const kernel: SandboxKernel = new SandboxKernel({
      state,
      modules,
      clockMode,
      wallClock,
      hosts: createHosts(() => kernel.clock.hold()),
      dataDirectory: directory.dataPath,
      endpointUrl,
      onChange: () => this.#writer.touch(),
      onTimerError: (error, timer) => onDefect(error, `the timer ${timer.kind}`),
      onApplyError: (error) => onDefect(error, "work on a host"),
    });
    return kernel;
  }

  async #exclusively(work: () => Promise<void>): Promise<void> {
    while (this.#busy !== undefined) await this.#busy;
    const done = work();
    this.#busy = done.then(
      () => undefined,
      () => undefined,
    );
    try {
      await done;
    } finally {
      this.#busy = undefined;
    }
  }
}
