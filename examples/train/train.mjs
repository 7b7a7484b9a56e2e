// Trains a character model by data-parallel gradient descent: which character follows which, learned from the text files
// below /fsx/data/text. Every rank takes its share of the text; gradients are added up by all-reduce. After each epoch rank 0
// writes a checkpoint; a job that starts again goes on from the last one.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { joinRing, readRanks } from "./ring.mjs";

const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: "/fsx/data/text" },
    checkpoints: { type: "string", default: "/fsx/data/checkpoints" },
    epochs: { type: "string", default: "40" },
    "learning-rate": { type: "string", default: "12" },
    /** Least time of an epoch, to watch it. */
    "epoch-ms": { type: "string", default: "0" },
  },
});

/** Characters of ASCII; all others count as the first. */
const SYMBOLS = 128;
const STEPS_PER_EPOCH = 10;

const ranks = readRanks();
const { rank, size } = ranks;
const ring = await joinRing(ranks);
const counts = countPairs(readShare(options.data));
const pairs = (await ring.allReduce(new Float64Array(size).fill(sum(counts))))[0];
const { weights, epoch: done } = readCheckpoint(options.checkpoints);
if (rank === 0) say(`${size} ranks, ${pairs} pairs of characters, starting after epoch ${done}`);
for (let epoch = done + 1; epoch <= Number(options.epochs); epoch += 1) {
  const begin = Date.now();
  let loss = 0;
  for (let step = 0; step < STEPS_PER_EPOCH; step += 1) loss = await descend(weights, counts);
  if (rank === 0) {
    say(`epoch ${epoch} loss ${loss.toFixed(5)}`);
    writeCheckpoint(options.checkpoints, { epoch, loss, weights });
  }
  await sleep(Math.max(0, Number(options["epoch-ms"]) - (Date.now() - begin)));
}
if (rank === 0) say("training is done");
ring.close();

/** One step on all of the data; answers the loss before it, in nats per character. */
async function descend(model, observed) {
  // The last part of what is added up carries the loss.
  const gradient = new Float64Array(SYMBOLS * SYMBOLS + SYMBOLS);
  for (let from = 0; from < SYMBOLS; from += 1) {
    const row = observed.subarray(from * SYMBOLS, (from + 1) * SYMBOLS);
    const seen = sum(row);
    if (seen === 0) continue;
    const probabilities = softmax(model.subarray(from * SYMBOLS, (from + 1) * SYMBOLS));
    for (let to = 0; to < SYMBOLS; to += 1) {
      gradient[from * SYMBOLS + to] = seen * probabilities[to] - row[to];
      if (row[to] > 0) gradient[SYMBOLS * SYMBOLS] -= row[to] * Math.log(probabilities[to]);
    }
  }
  await ring.allReduce(gradient);
  const rate = Number(options["learning-rate"]) / pairs;
  for (let i = 0; i < SYMBOLS * SYMBOLS; i += 1) model[i] -= rate * gradient[i];
  return gradient[SYMBOLS * SYMBOLS] / pairs;
}

/** This rank's part of all text files, as bytes. */
function readShare(directory) {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  const text = Buffer.concat(names.map((name) => readFileSync(name)));
  if (text.length < 2 * size) throw new Error(`${directory} holds too little text for ${size} ranks`);
  return text.subarray(
    Math.floor((rank * text.length) / size),
    Math.floor(((rank + 1) * text.length) / size),
  );
}

function countPairs(text) {
  const found = new Float64Array(SYMBOLS * SYMBOLS);
  for (let i = 1; i < text.length; i += 1) found[symbol(text[i - 1]) * SYMBOLS + symbol(text[i])] += 1;
  return found;
}

function symbol(byte) {
  return byte < SYMBOLS ? byte : 0;
}

function softmax(scores) {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = sum(powers);
  return powers.map((power) => power / total);
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function readCheckpoint(directory) {
  try {
    const { epoch, weights: saved } = JSON.parse(readFileSync(join(directory, "latest.json"), "utf8"));
    return { epoch, weights: Float64Array.from(saved) };
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    return { epoch: 0, weights: new Float64Array(SYMBOLS * SYMBOLS) };
  }
}

/** A job that is killed while it writes leaves the checkpoint before. */
function writeCheckpoint(directory, { epoch, loss, weights: model }) {
  mkdirSync(directory, { recursive: true });
  const text = JSON.stringify({ epoch, loss, weights: [...model] });
  const temporary = join(directory, ".latest.json");
  writeFileSync(temporary, text);
  renameSync(temporary, join(directory, "latest.json"));
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
