import type { FunctionBehaviour } from "../cloudformation/FunctionBehaviour.ts";
import type { ResourceProvider } from "../cloudformation/ResourceProvider.ts";
import type { CallContext, RegionContext } from "./CallContext.ts";
import type { SandboxEvents } from "./events.ts";
import type { Json } from "./json.ts";
import type { HostProgramSource, PublishedTemplate } from "./Registry.ts";
import type { InputOf, OperationName, OutputOf, ServiceName } from "./serviceModels.ts";

/** One modelled operation: the input members it knows, and what it does. Handlers are synchronous: state changes at once. */
export interface Operation<Input, Output> {
  /** Members of the input that are modelled; a call that sets any other is refused in AWS's own shape. */
  readonly members: readonly (keyof Input & string)[];
  readonly run: (input: Input, context: CallContext) => Output;
  /** True when clients look at what this has begun in their next call and take its end for a failure. */
  readonly isLookedAtNext?: true;
}

export type Operations<S extends ServiceName> = {
  readonly [Op in OperationName<S>]?: Operation<InputOf<S, Op>, OutputOf<S, Op>>;
};

/** An operation whose types were checked where it was declared. */
export interface AnyOperation {
  readonly members: readonly string[];
  readonly isLookedAtNext?: true;
  run(input: unknown, context: CallContext): unknown;
}

/** Runs when a timer of its kind is due. */
export type TimerHandler = (payload: Json, context: RegionContext) => void;

export type EventListeners = {
  readonly [Name in keyof SandboxEvents]?: (event: SandboxEvents[Name], context: RegionContext) => void;
};

export interface ServiceModuleParts<S extends ServiceName> {
  readonly operations: Operations<S>;
  /** By kind, each prefixed with the name of the service: `fsx.file-system-available`. */
  readonly timers?: Readonly<Record<string, TimerHandler>>;
  readonly listeners?: EventListeners;
  /** CloudFormation resource types that this service provides. */
  readonly resourceTypes?: readonly ResourceProvider[];
}

/** A service as the kernel knows it. */
export interface ServiceModule {
  readonly name: string;
  readonly operations: Readonly<Record<string, AnyOperation>>;
  readonly timers: Readonly<Record<string, TimerHandler>>;
  readonly listeners: EventListeners;
  readonly resourceTypes: readonly ResourceProvider[];
  readonly functions: readonly FunctionBehaviour[];
  readonly publishedTemplates: readonly PublishedTemplate[];
  readonly hostPrograms: readonly HostProgramSource[];
}

export function defineService<S extends ServiceName>(name: S, parts: ServiceModuleParts<S>): ServiceModule {
  return {
    name,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ServiceModuleParts checked each operation; the kernel calls them by name
    operations: parts.operations as unknown as Record<string, AnyOperation>,
    timers: parts.timers ?? {},
    listeners: parts.listeners ?? {},
    resourceTypes: parts.resourceTypes ?? [],
    functions: [],
    publishedTemplates: [],
    hostPrograms: [],
  };
}

/** A part of the sandbox without an API of its own, such as the cluster's head node: timers, listeners, resource types, functions. */
export function definePart(
  name: string,
  parts: Partial<Omit<ServiceModule, "name" | "operations">>,
): ServiceModule {
  return {
    name,
    operations: {},
    timers: parts.timers ?? {},
    listeners: parts.listeners ?? {},
    resourceTypes: parts.resourceTypes ?? [],
    functions: parts.functions ?? [],
    publishedTemplates: parts.publishedTemplates ?? [],
    hostPrograms: parts.hostPrograms ?? [],
  };
}

/** Lets a file declare one group of a service's operations with full types. */
export function defineOperations<S extends ServiceName>() {
  return <const Group extends Operations<S>>(group: Group): Group => group;
}
