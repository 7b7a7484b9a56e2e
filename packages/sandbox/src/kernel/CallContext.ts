import type { HostDriver } from "../hosts/HostDriver.ts";
import type { Ids } from "./Ids.ts";
import type { ModelClock } from "./ModelClock.ts";
import type { Registry } from "./Registry.ts";
import type { SandboxEvents } from "./events.ts";
import type { InputOf, OperationName, OutputOf, ServiceName } from "./serviceModels.ts";

/** Names a service's store and makes its first content. Content is plain JSON: no Date, no Map, no class. */
export interface StoreKey<Store> {
  readonly name: string;
  /** `global` services (IAM, S3, Route 53) have one store for all regions. */
  readonly scope: "region" | "global";
  readonly initial: (context: RegionContext) => Store;
}

/** What code of a service may use, bound to one region. */
export interface RegionContext {
  readonly region: string;
  readonly accountId: string;
  readonly clock: ModelClock;
  readonly ids: Ids;
  readonly hosts: HostDriver;
  readonly registry: Registry;
  /** Directory for contents (objects, file systems): below the state directory, mode 0700. */
  readonly dataDirectory: string;
  /** Base URL under which clients reach the sandbox, without a slash at the end: `http://127.0.0.1:4566`. */
  readonly endpointUrl: string;
  /** The store of this region (or the global one); what is changed in it is saved. */
  store<Store>(key: StoreKey<Store>): Store;
  /** Calls an operation of any service as a client would, in this region, with the same checks and errors. */
  call<S extends ServiceName, Op extends OperationName<S>>(
    service: S,
    operation: Op,
    input: InputOf<S, Op>,
  ): OutputOf<S, Op>;
  emit<Name extends keyof SandboxEvents>(name: Name, event: SandboxEvents[Name]): void;
  /**
   * For callbacks of work outside of the kernel, such as a program on a host: runs `change` with a fresh context and
   * saves the state. Not for handlers, whose changes are saved anyway.
   */
  apply(change: (context: RegionContext) => void): void;
  /** The same for another region. */
  inRegion(region: string): RegionContext;
}

/** What a handler gets beside its input. */
export interface CallContext extends RegionContext {
  readonly requestId: string;
  /** The access key that signed the call, or `anonymous`; `sandbox` for calls between services. */
  readonly accessKeyId: string;
}
