import { closeSync, constants, lstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { writeLog } from "../cluster/clusterLogs.ts";
import type { ClusterRecord } from "../cluster/ClusterRecord.ts";

/** Most that is read of one log at a time. */
const CHUNK_BYTES = 256 * 1024;

/** Carries what daemons on hosts write into the cluster's log group, line by line; what was there before it began is not sent again. */
export class LogTail {
  readonly #context: RegionContext;
  readonly #directory: string;
  readonly #cluster: () => ClusterRecord | undefined;
  /** Bytes that were sent, by path. */
  readonly #offsets = new Map<string, number>();

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
      const lines = this.#newLines(join(directory, file));
      if (lines.length === 0) continue;
      const log = file.replace(/\.log$/, "");
      this.#context.apply((later) => writeLog(later, cluster, { host, log }, lines));
    }
  }

  #newLines(path: string): readonly string[] {
    const offset = this.#offsets.get(path) ?? 0;
    const status = lstatSync(path, { throwIfNoEntry: false });
    const size = status?.isFile() === true ? status.size : 0;
    if (size <= offset) {
      this.#offsets.set(path, size);
      return [];
    }
    const text = readChunk(path, offset);
    const end = text.lastIndexOf("\n") + 1;
    this.#offsets.set(path, offset + Buffer.byteLength(text.slice(0, end)));
    return text
      .slice(0, end)
      .split("\n")
      .filter((line) => line !== "");
  }
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
