import type { Output } from "../render/Output.ts";

/** Flags that every command takes. */
export interface GlobalFlags {
  readonly json: boolean;
  readonly yes: boolean;
  readonly sandbox: boolean;
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly endpointUrl: string | undefined;
  /** The sandbox's state directory, as given. */
  readonly state: string | undefined;
  /** Directory in which the command works, absolute. */
  readonly directory: string;
}

/** What the world gives a command. */
export interface CommandContext {
  readonly globals: GlobalFlags;
  readonly output: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly version: string;
}
