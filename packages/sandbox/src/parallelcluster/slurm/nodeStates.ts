/** State of a node as `sinfo` prints it in short: a word and signs behind it. */
export interface SlurmNodeState {
  /** `idle`, `mix`, `alloc`, `comp`, `drain`, `drng`, `down`, … */
  readonly word: string;
  /** Signs of power and response: `~` powered down, `#` powering up, `%` powering down, `!` to be powered down, `*` silent. */
  readonly signs: string;
  readonly reason: string;
}

export type SlurmNodeStates = ReadonlyMap<string, SlurmNodeState>;

/** Format of `sinfo -N -o` that `readNodeStates` reads. */
export const NODE_STATE_FORMAT = "%N|%t|%E";

/** A node stands there once for each of its partitions. */
export function readNodeStates(output: string): SlurmNodeStates {
  const states = output.split("\n").flatMap((line): readonly [string, SlurmNodeState][] => {
    const [, name, word, signs = "", reason = ""] = /^([^|]+)\|([a-z_]+)([^|a-z]*)\|(.*)$/.exec(line) ?? [];
    return name === undefined || word === undefined ? [] : [[name, { word, signs, reason }]];
  });
  return new Map(states);
}

/** Up and talking: jobs may run there, unless someone drained it. */
export function hasJoined(state: SlurmNodeState | undefined): boolean {
  return (
    state !== undefined && !/[~#%!*]/.test(state.signs) && !/^(down|fail|unk|inval|boot)/.test(state.word)
  );
}

export function isPoweredDown(state: SlurmNodeState | undefined): boolean {
  return state !== undefined && state.signs.includes("~");
}

/** What the node daemon replaces: nodes that are down, and drained ones without jobs. */
export function isUnhealthy(state: SlurmNodeState | undefined): boolean {
  return state !== undefined && !/[~#%!]/.test(state.signs) && /^(down|drain|fail|inval)$/.test(state.word);
}

export function runsJobs(state: SlurmNodeState | undefined): boolean {
  return state !== undefined && /^(alloc|mix|comp|drng)$/.test(state.word) && !/[~#%]/.test(state.signs);
}
