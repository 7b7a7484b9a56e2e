import { createHash } from "node:crypto";

const PAYLOAD_LENGTH_AT = 116;
const PAYLOAD_AT = 120;
const DIGEST_AT = 80;
const MASK_BYTES = 4;

/** Changes of a data channel on its way, by which both sides take each other for older than multiplexed ports. */
export interface ChannelChanges {
  readonly fromNode: (chunk: Buffer) => Buffer;
  readonly fromClient: (chunk: Buffer) => Buffer;
}

/** The plugin knows agents up to 3.0.196.0, and agents clients before 1.1.70, as ones of a single connection. */
export const OLDER_VERSIONS: ChannelChanges = { fromNode: olderAgent, fromClient: olderClient };

/** The digest of the changed handshake is made anew: the plugin looks at it. */
function olderAgent(chunk: Buffer): Buffer {
  const at = chunk.indexOf('"AgentVersion":"3.3.1611.0"');
  const start = chunk.indexOf("output_stream_data") - 4;
  if (at < 0 || start < 0) return chunk;
  const changed = Buffer.from(chunk);
  changed.write("3.0.0100.0", at + '"AgentVersion":"'.length);
  const length = changed.readUInt32BE(start + PAYLOAD_LENGTH_AT);
  const payload = changed.subarray(start + PAYLOAD_AT, start + PAYLOAD_AT + length);
  createHash("sha256")
    .update(payload)
    .digest()
    .copy(changed, start + DIGEST_AT);
  return changed;
}

/** Frames of a client are masked; the agent does not look at digests. */
function olderClient(chunk: Buffer): Buffer {
  const changed = Buffer.from(chunk);
  for (let at = 0; at + 2 < changed.length;) {
    const short = (changed[at + 1] ?? 0) & 0x7f;
    const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
    const length = short === 126 ? changed.readUInt16BE(at + 2) : short;
    const mask = changed.subarray(at + 2 + extended, at + 2 + extended + MASK_BYTES);
    const content = changed.subarray(at + 2 + extended + MASK_BYTES).subarray(0, length);
    flip(content, mask);
    const version = /"ClientVersion":"\d+\.(?=\d)/.exec(content.toString("latin1"));
    if (version !== null) content.write("0", version.index + version[0].length);
    flip(content, mask);
    at += 2 + extended + MASK_BYTES + length;
  }
  return changed;
}

function flip(content: Buffer, mask: Buffer): void {
  for (let index = 0; index < content.length; index += 1)
    content[index] = (content[index] ?? 0) ^ (mask[index % MASK_BYTES] ?? 0);
}
