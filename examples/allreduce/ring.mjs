// A ring of TCP connections between the ranks of one srun step, and the all-reduce over it.
import { execFileSync } from "node:child_process";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const BASE_PORT = 29500;
const CONNECT_LIMIT_MS = 60_000;

/** What Slurm says about this task: its rank, how many there are, and on which nodes they run. */
export function readRanks(environment = process.env) {
  const size = Number(environment.SLURM_NTASKS ?? 1);
  const nodes = execFileSync("scontrol", ["show", "hostnames", environment.SLURM_JOB_NODELIST ?? ""], {
    encoding: "utf8",
  })
    .trim()
    .split("\n");
  return { rank: Number(environment.SLURM_PROCID ?? 0), size, nodes, tasksPerNode: size / nodes.length };
}

/** Connects this rank to the next one and waits for the one before it. */
export async function joinRing({ rank, size, nodes, tasksPerNode }) {
  if (size === 1) return { allReduce: async (values) => values, close: () => undefined };
  const next = (rank + 1) % size;
  const server = createServer({ noDelay: true });
  const incoming = new Promise((resolve) => server.once("connection", resolve));
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(BASE_PORT + rank, resolve);
  });
  const outgoing = await connectTo(nodes[Math.floor(next / tasksPerNode)], BASE_PORT + next);
  const reader = createReader(await incoming);
  server.close();
  return {
    /** Adds up `values` over all ranks, in place: every rank ends with the sums. */
    allReduce: (values) => allReduce(values, { rank, size, outgoing, reader }),
    close: () => outgoing.end(),
  };
}

/** Each rank sends one part of the values on while it takes another in: first adding, then passing the sums round. */
async function allReduce(values, { rank, size, outgoing, reader }) {
  const part = (index) => {
    const number = ((index % size) + size) % size;
    return values.subarray(
      Math.floor((number * values.length) / size),
      Math.floor(((number + 1) * values.length) / size),
    );
  };
  for (let step = 0; step < 2 * (size - 1); step += 1) {
    const adding = step < size - 1;
    const sent = part(adding ? rank - step : rank + 1 - (step - size + 1));
    const taken = part(adding ? rank - step - 1 : rank - (step - size + 1));
    outgoing.write(Buffer.from(sent.buffer.slice(sent.byteOffset, sent.byteOffset + sent.byteLength)));
    const received = await reader(taken.byteLength);
    for (let i = 0; i < taken.length; i += 1) taken[i] = adding ? taken[i] + received[i] : received[i];
  }
  return values;
}

/** The peer may not listen yet: its node has only just started. */
async function connectTo(host, port) {
  const deadlineMs = Date.now() + CONNECT_LIMIT_MS;
  for (;;) {
    try {
      return await new Promise((resolve, reject) => {
        const socket = connect({ host, port, noDelay: true }, () => resolve(socket));
        socket.once("error", reject);
      });
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
      await sleep(50);
    }
  }
}

/** Answers a function that resolves with the next so many bytes of a socket, as numbers. */
function createReader(socket) {
  const chunks = [];
  let buffered = 0;
  let waiting;
  const settle = () => {
    if (waiting === undefined || buffered < waiting.bytes) return;
    const all = Buffer.concat(chunks);
    const { bytes, resolve } = waiting;
    waiting = undefined;
    const rest = all.subarray(bytes);
    chunks.splice(0, chunks.length, rest);
    buffered = rest.length;
    resolve(new Float64Array(all.buffer.slice(all.byteOffset, all.byteOffset + bytes)));
  };
  socket.on("data", (chunk) => {
    chunks.push(chunk);
    buffered += chunk.length;
    settle();
  });
  socket.on("error", (error) => waiting?.reject(error));
  socket.on("end", () => waiting?.reject(new Error("the rank before this one is gone")));
  return (bytes) =>
    new Promise((resolve, reject) => {
      waiting = { bytes, resolve, reject };
      settle();
    });
}
