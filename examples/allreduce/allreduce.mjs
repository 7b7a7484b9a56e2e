// All-reduce over all ranks with growing sizes: checks every sum and prints bandwidths as nccl-tests do.
import { hostname } from "node:os";
import { joinRing, readRanks } from "./ring.mjs";

const LARGEST_BYTES = Number(process.argv[2] ?? 8 * 1024 * 1024);
const ROUNDS = 5;

const ranks = readRanks();
const { rank, size } = ranks;
say(`rank ${rank} of ${size} on ${hostname()}`);
const ring = await joinRing(ranks);
let wrong = 0;
if (rank === 0) say("       bytes    time (us)  algbw (GB/s)  busbw (GB/s)  wrong");
for (let bytes = 8 * size; bytes <= LARGEST_BYTES; bytes *= 8) {
  const count = Math.max(size, Math.floor(bytes / 8));
  const values = new Float64Array(count);
  await ring.allReduce(values);
  let elapsedNs = 0n;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let i = 0; i < count; i += 1) values[i] = (rank + 1) * (i + round);
    const begin = process.hrtime.bigint();
    await ring.allReduce(values);
    elapsedNs += process.hrtime.bigint() - begin;
    const factor = (size * (size + 1)) / 2;
    for (let i = 0; i < count; i += 1) if (values[i] !== factor * (i + round)) wrong += 1;
  }
  const ns = Number(elapsedNs) / ROUNDS;
  const algorithmBandwidth = (count * 8) / ns;
  const busBandwidth = (algorithmBandwidth * 2 * (size - 1)) / size;
  if (rank === 0)
    say(line({ bytes: count * 8, us: ns / 1000, algorithm: algorithmBandwidth, bus: busBandwidth }));
}
const total = await ring.allReduce(new Float64Array(size).fill(wrong));
if (rank === 0) say(total[0] === 0 ? `all sums of ${size} ranks are right` : `${total[0]} values are wrong`);
ring.close();
process.exitCode = total[0] === 0 ? 0 : 1;

function line({ bytes, us, algorithm, bus }) {
  const cells = [String(bytes).padStart(12), us.toFixed(1).padStart(12), algorithm.toFixed(3).padStart(13)];
  return [...cells, bus.toFixed(3).padStart(13), String(wrong).padStart(6)].join(" ");
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
