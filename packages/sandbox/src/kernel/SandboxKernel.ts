import { CallFaults } from "../faults/CallFaults.ts";
import type { HostDriver } from "../hosts/HostDriver.ts";
import type { CallContext, RegionContext, StoreKey } from "./CallContext.ts";
import { createRegistry } from "./createRegistry.ts";
import { Ids } from "./Ids.ts";
import { ModelClock, type ClockMode, type TimerRecord, type WallClock } from "./ModelClock.ts";
import type { Registry } from "./Registry.ts";
import type { SandboxState } from "./SandboxState.ts";
import type { AnyOperation, ServiceModule, TimerHandler } from "./ServiceModule.ts";
import type { SandboxEvents } from "./events.ts";
import type { InputOf, OperationName, OutputOf, ServiceName } from "./serviceModels.ts";
import { unknownMember, unknownOperation } from "./unmodelled.ts";

export interface KernelOptions {
  readonly state: SandboxState;
  readonly modules: readonly ServiceModule[];
  readonly clockMode: ClockMode;
  readonly wallClock: WallClock;
  readonly hosts: HostDriver;
  readonly dataDirectory: string;
  readonly endpointUrl: string;
  /** Told of every change of state, to save it, and of every error of our own in a timer. */
  readonly onChange?: () => void;
  readonly onTimerError?: (error: unknown, timer: TimerRecord) => void;
  /** Told of errors of our own in what follows work on hosts. */
  readonly onApplyError?: (error: unknown) => void;
}

/** A call as it comes from the wire or from another service. */
export interface CallRequest {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly region: string;
  readonly requestId: string;
  readonly accessKeyId: string;
  /** Identity of the connection on which it came. */
  readonly client?: object;
}

const READ_ONLY = /^(Describe|Get|List|Head|Filter|Lookup|Search|Estimate|Validate|Simulate)/;

/** The sandbox without its wire: services, state, clock and hosts. Everything in it is synchronous. */
export class SandboxKernel {
  readonly clock: ModelClock;
  /** How often each operation or member was asked for that is not modelled, by `service:Operation[.Member]`. */
  readonly unmodelledCounts = new Map<string, number>();
  /** How often each operation was called, by `service:Operation`. */
  readonly callCounts = new Map<string, number>();
  /** Calls of clients that are to fail. */
  readonly faults = new CallFaults();
  readonly #options: KernelOptions;
  readonly #ids: Ids;
  readonly #registry: Registry;
  readonly #modules = new Map<string, ServiceModule>();
  readonly #timers = new Map<string, TimerHandler>();
  /** Changes that came while the kernel stood still; undefined while it runs. */
  #keptBack: (() => void)[] | undefined = [];

  constructor(options: KernelOptions) {
    this.#options = options;
    this.#ids = new Ids(options.state.ids);
    this.#registry = createRegistry(options.modules);
    this.clock = new ModelClock(options.state.clock, options.clockMode, options.wallClock);
    for (const module of options.modules) {
      this.#modules.set(module.name, module);
      for (const [kind, handler] of Object.entries(module.timers)) this.#timers.set(kind, handler);
    }
  }

  get state(): SandboxState {
    return this.#options.state;
  }

  get modules(): readonly ServiceModule[] {
    return this.#options.modules;
  }

  start(): void {
    this.clock.start((timer) => this.#fire(timer));
    const changes = this.#keptBack ?? [];
    this.#keptBack = undefined;
    for (const change of changes) change();
  }

  stop(): void {
    this.clock.stop();
    this.#keptBack ??= [];
  }

  /** Tells the services that the kernel has been started with its state. */
  announceStart(): void {
    const regions = this.#regionsInUse();
    const [first] = regions;
    if (first !== undefined) this.#emit(first, "sandbox.started", { regions });
  }

  /** Tells the services of every region in use that the state is about to be saved. */
  prepareToSave(): void {
    for (const region of this.#regionsInUse())
      this.#emit(region, "sandbox.saving", { atMs: this.clock.nowMs() });
  }

  get hosts(): HostDriver {
    return this.#options.hosts;
  }

  #regionsInUse(): string[] {
    const paths = Object.keys(this.#options.state.stores);
    const regions = new Set(paths.map((path) => path.slice(path.lastIndexOf("/") + 1)));
    regions.delete("global");
    return [...regions];
  }

  /**
   * A call from outside. At full speed what is due is done before a client looks, and what several clients
   * change at once begins together.
   * @throws {AwsError} as AWS answers, also for what is not modelled.
   */
  dispatchFromClient(request: CallRequest): unknown {
    const fault = this.faults.take(request.service, request.operation);
    if (fault !== undefined) throw fault;
    const { client } = request;
    if (READ_ONLY.test(request.operation)) this.clock.settle(client);
    else if (client !== undefined && this.#isLookedAtNext(request)) this.clock.clientBegan(client);
    else this.clock.clientChanged();
    return this.dispatch(request);
  }

  /** @throws {AwsError} as AWS answers, also for what is not modelled. */
  dispatch(request: CallRequest): unknown {
    const operation = this.#operationOf(request);
    this.#count(this.callCounts, `${request.service}:${request.operation}`);
    this.#refuseUnknownMembers(request, operation);
    const output = operation.run(request.input, this.#callContext(request));
    if (!READ_ONLY.test(request.operation)) this.#options.onChange?.();
    return output;
  }

  /**
   * Lets the result of work outside of the kernel, such as a program on a host, change the state. While the kernel
   * is stopped changes are kept back; they are lost when it does not start again.
   */
  apply(region: string, change: (context: RegionContext) => void): void {
    if (this.#keptBack !== undefined) {
      this.#keptBack.push(() => this.apply(region, change));
      return;
    }
    try {
      change(this.context(region));
    } catch (error) {
      if (this.#options.onApplyError === undefined) throw error;
      this.#options.onApplyError(error);
    }
    this.#options.onChange?.();
  }

  context(region: string): RegionContext {
    const { state, hosts, dataDirectory, endpointUrl } = this.#options;
    return {
      region,
      accountId: state.accountId,
      clock: this.clock,
      ids: this.#ids,
      hosts,
      registry: this.#registry,
      dataDirectory,
      endpointUrl,
      store: (key) => this.#store(key, region),
      call: (service, operation, input) => this.#call(region, service, operation, input),
      emit: (name, event) => this.#emit(region, name, event),
      apply: (change) => this.apply(region, change),
      inRegion: (other) => this.context(other),
    };
  }

  #operationOf(request: CallRequest): AnyOperation {
    const operations = this.#modules.get(request.service)?.operations ?? {};
    const operation = Object.hasOwn(operations, request.operation)
      ? operations[request.operation]
      : undefined;
    if (operation !== undefined) return operation;
    this.#count(this.unmodelledCounts, `${request.service}:${request.operation}`);
    throw unknownOperation(request.service, request.operation);
  }

  #isLookedAtNext({ service, operation }: CallRequest): boolean {
    const operations = this.#modules.get(service)?.operations ?? {};
    return Object.hasOwn(operations, operation) && operations[operation]?.isLookedAtNext === true;
  }

  #refuseUnknownMembers(request: CallRequest, operation: AnyOperation): void {
    if (typeof request.input !== "object" || request.input === null) return;
    for (const [member, value] of Object.entries(request.input)) {
      if (value === undefined || operation.members.includes(member)) continue;
      this.#count(this.unmodelledCounts, `${request.service}:${request.operation}.${member}`);
      throw unknownMember(request.service, request.operation, member);
    }
  }

  #callContext(request: CallRequest): CallContext {
    return {
      ...this.context(request.region),
      requestId: request.requestId,
      accessKeyId: request.accessKeyId,
    };
  }

  #call<S extends ServiceName, Op extends OperationName<S>>(
    region: string,
    service: S,
    operation: Op,
    input: InputOf<S, Op>,
  ): OutputOf<S, Op> {
    const requestId = this.#ids.uuid("internal-request");
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the module was declared with `Operations<S>`
    return this.dispatch({
      service,
      operation,
      input,
      region,
      requestId,
      accessKeyId: "sandbox",
    }) as OutputOf<S, Op>;
  }

  #store<Store>(key: StoreKey<Store>, region: string): Store {
    const path = `${key.name}/${key.scope === "global" ? "global" : region}`;
    const stores = this.#options.state.stores;
    if (!Object.hasOwn(stores, path)) stores[path] = key.initial(this.context(region));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `initial` of the same key, or read from a state of the same format
    return stores[path] as Store;
  }

  #emit<Name extends keyof SandboxEvents>(region: string, name: Name, event: SandboxEvents[Name]): void {
    const context = this.context(region);
    for (const module of this.#options.modules) module.listeners[name]?.(event, context);
  }

  #fire(timer: TimerRecord): void {
    const handler = this.#timers.get(timer.kind);
    try {
      if (handler === undefined) throw new Error(`no handler for the timer "${timer.kind}"`);
      handler(timer.payload, this.context(timer.region));
    } catch (error) {
      if (this.#options.onTimerError === undefined) throw error;
      this.#options.onTimerError(error, timer);
    }
    this.#options.onChange?.();
  }

  #count(counts: Map<string, number>, key: string): void {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}
