import { Duplex, type Readable, type Writable } from "node:stream";

/** A terminal as one stream. What is typed after the shell has ended goes nowhere, as on a closed line. */
export function createShellStream(typed: Writable, shown: Readable): Duplex {
  typed.on("error", () => undefined);
  const stream = new Duplex({
    allowHalfOpen: false,
    read: () => void shown.resume(),
    write(chunk: Buffer, _encoding, done) {
      if (typed.writable) typed.write(chunk, () => done());
      else done();
    },
    final(done) {
      typed.end();
      done();
    },
    destroy(error, done) {
      typed.end();
      shown.destroy();
      done(error);
    },
  });
  shown.on("data", (chunk: Buffer) => {
    if (!stream.push(chunk)) shown.pause();
  });
  shown.once("end", () => stream.push(null));
  return stream;
}
