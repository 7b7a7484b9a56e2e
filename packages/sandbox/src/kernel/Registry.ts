import type { FunctionBehaviour } from "../cloudformation/FunctionBehaviour.ts";
import type { ResourceProvider } from "../cloudformation/ResourceProvider.ts";
import type { HostProgram, HostSpec } from "../hosts/HostDriver.ts";
import type { RegionContext } from "./CallContext.ts";

/** A template that AWS publishes at a fixed address and that the sandbox has an equivalent of. */
export interface PublishedTemplate {
  /** The template's text when the address is one that this entry answers, else undefined. */
  readonly textAt: (url: string) => string | undefined;
}

/** Gives hosts that belong to it their program; answers undefined for all others. */
export type HostProgramSource = (spec: HostSpec, context: RegionContext) => HostProgram | undefined;

/** What the parts of the sandbox offer to CloudFormation and EC2, collected by the kernel. */
export interface Registry {
  /** The provider of a type by its exact name; undefined for what is not modelled. */
  resourceProvider(type: string): ResourceProvider | undefined;
  /** All modelled types, sorted. */
  readonly resourceTypes: readonly string[];
  functionBehaviour(lambda: FunctionIdentity): FunctionBehaviour | undefined;
  publishedTemplate(url: string): string | undefined;
  /** The program of the part that a host belongs to. */
  hostProgram(spec: HostSpec, context: RegionContext): HostProgram | undefined;
}

/** What tells which of the known functions a Lambda function is. */
export interface FunctionIdentity {
  readonly functionName: string;
  /** `cleanup_resources.handler` */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
}
