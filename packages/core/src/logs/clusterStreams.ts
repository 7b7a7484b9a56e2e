import type { LogStreamDescription } from "../ports/LogGateway.ts";

/** A stream of a cluster's log group: `ip-10-0-0-10.i-0123.slurmctld`. */
export interface ClusterStream {
  readonly name: string;
  readonly hostName: string;
  readonly instanceId: string;
  /** `slurmctld`, `clustermgtd`, `cfn-init`, ... */
  readonly log: string;
  readonly lastEventAtMs: number | undefined;
}

export function clusterStreams(streams: readonly LogStreamDescription[]): readonly ClusterStream[] {
  return streams.flatMap(({ name, lastEventAtMs }) => {
    const match = /^(.+?)\.(i-[0-9a-f]+)\.(.+)$/.exec(name);
    if (match === null) return [];
    const [, hostName = "", instanceId = "", log = ""] = match;
    return [{ name, hostName, instanceId, log, lastEventAtMs }];
  });
}

/** Streams of one node and one log; undefined means any. @param node - a host's name or an instance's id. */
export function selectStreams(
  streams: readonly ClusterStream[],
  wanted: { readonly node: string | undefined; readonly log: string | undefined },
): readonly ClusterStream[] {
  return streams.filter(
    ({ hostName, instanceId, log }) =>
      (wanted.node === undefined || wanted.node === hostName || wanted.node === instanceId) &&
      (wanted.log === undefined || wanted.log === log),
  );
}
