import { closeSync, constants, lstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { writeLog } from "../cluster/clusterLogs.ts";
import type { ClusterRecord } from "../cluster/ClusterRecord.ts";

/** Most that is read of one log at a time. */
const CHUNK_BYTES = 256 * 1024;

/** Carries what daemons on hosts write into the cluster's log group, line by line, also over a stop of the sandbox. */
export class LogTail {
  readonly #context: RegionContext;
  readonly #directory: string;
  readonly #cluster: () => ClusterRecord | undefined;

  constructor(context: RegionContext, directory: string, cluster: () => ClusterRecord | undefined) {
    this.#context = context;
    this.#directory = join(directory, "log");
    this.#cluster = cluster;
  }

  read(): void {
    const cluster = this.#cluster();
    if (cluster === undefined) return;
    const hosts = [
      cluster.headNode,
      ...Object.values(cluster.nodes).flatMap(({ instanceId, hostName }) =>
        instanceId === undefined || hostName === undefined ? [] : [{ instanceId, hostName }],
      ),
    ];
    for (const host of hosts) this.#readHost(cluster, host);
  }

  #readHost(cluster: ClusterRecord, host: { readonly instanceId: string; readonly hostName: string }): void {
    const directory = join(this.#directory, host.instanceId);
    for (const file of filesOf(directory)) {
      const place = `${host.instanceId}/${file}`;
      const sentBytes = cluster.sentLogBytes?.[place] ?? 0;
      const { lines, endBytes } = newLines(join(directory, file), sentBytes);
      if (endBytes === sentBytes) continue;
      this.#context.apply((later) => {
        cluster.sentLogBytes = { ...cluster.sentLogBytes, [place]: endBytes };
        const log = file.replace(/\.log$/, "");
        if (lines.length > 0) writeLog(later, cluster, { host, log }, lines);
      });
    }
  }
}

/** Whole lines behind what was sent; a file that became shorter begins anew. */
function newLines(
  path: string,
  sentBytes: number,
): { readonly lines: readonly string[]; readonly endBytes: number } {
  const status = lstatSync(path, { throwIfNoEntry: false });
  const size = status?.isFile() === true ? status.size : 0;
  if (size <= sentBytes) return { lines: [], endBytes: size };
  const text = readChunk(path, sentBytes);
  const complete = text.slice(0, text.lastIndexOf("\n") + 1);
  return {
    lines: complete.split("\n").filter((line) => line !== ""),
    endBytes: sentBytes + Buffer.byteLength(complete),
  };
}

function filesOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith(".log"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

function readChunk(path: string, offset: number): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    const length = readSync(file, buffer, 0, CHUNK_BYTES, offset);
    return buffer.toString("utf8", 0, length);
  } finally {
    closeSync(file);
  }
}
