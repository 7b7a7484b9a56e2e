import type { HostDriver, HostShell } from "../../../../hosts/HostDriver.ts";

export interface PortPlace {
  readonly instanceId: string;
  readonly port: number;
  /** One that the node reaches; absent: the node itself. */
  readonly host?: string;
}

export interface PortEvents {
  readonly onData: (bytes: Uint8Array) => void;
  /** @param refused - true when nothing listens on the port. */
  readonly onEnd: (refused: boolean) => void;
}

/**
 * Copies between its terminal, which it makes transparent for any byte, and a port. Says `open` and a line end first, or
 * `refused`; what comes in are pieces with their length before them, of which an empty one ends the connection. In Perl
 * because every Debian and Ubuntu has it. Arguments: host, port.
 */
const RELAY = `
use strict;
use Socket;
system("stty", "raw", "-echo") == 0 or exit 1;
$| = 1;
socket(my $socket, PF_INET, SOCK_STREAM, 0) or exit 1;
my $host = inet_aton($ARGV[0]);
if (!defined $host || !connect($socket, sockaddr_in($ARGV[1], $host))) { syswrite(STDOUT, "refused\\n"); exit 0; }
syswrite(STDOUT, "open\\n");
sub put {
  my ($to, $bytes) = @_;
  my $at = 0;
  while ($at < length $bytes) { $at += syswrite($to, $bytes, length($bytes) - $at, $at) || return 0; }
  return 1;
}
sub take {
  my ($length) = @_;
  my $bytes = "";
  while (length $bytes < $length) { sysread(STDIN, $bytes, $length - length $bytes, length $bytes) or exit 0; }
  return $bytes;
}
my $reader = fork() // exit 1;
if ($reader == 0) {
  while (my $length = unpack("N", take(4))) { put($socket, take($length)) or last; }
  shutdown($socket, 1);
  exit 0;
}
while (sysread($socket, my $bytes, 65536)) { put(\\*STDOUT, $bytes) or last; }
kill("TERM", $reader);
waitpid($reader, 0);
`;

const LENGTH_BYTES = 4;
/** For the other side to end its part of a connection that the client has ended. */
const FINISH_LIMIT_MS = 2_000;

/** A connection to a port, made from within a host. */
export class PortConnection {
  readonly #shell: HostShell;
  readonly #events: PortEvents;
  #isOpen = false;
  #hasEnded = false;
  #greeting = Buffer.alloc(0);
  readonly #early: Uint8Array[] = [];

  /** @throws {HostError} when the host cannot be entered. */
  constructor(hosts: HostDriver, { instanceId, host = "127.0.0.1", port }: PortPlace, events: PortEvents) {
    this.#events = events;
    this.#shell = hosts.openShell(instanceId, {
      user: "root",
      columns: 80,
      rows: 24,
      argv: ["perl", "-e", RELAY, host, String(port)],
    });
    this.#shell.stream.on("data", (bytes: Uint8Array) => this.#take(bytes));
    this.#shell.stream.on("error", () => undefined);
    this.#shell.stream.once("end", () => this.#end(!this.#isOpen));
    this.#shell.exitCode.catch(() => this.#end(true));
  }

  write(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#send(pieceOf(bytes));
  }

  /** The client has ended the connection; what it sent before still goes out. */
  finish(): void {
    this.#send(pieceOf(new Uint8Array()));
    setTimeout(() => this.close(), FINISH_LIMIT_MS).unref();
  }

  pause(): void {
    this.#shell.stream.pause();
  }

  resume(): void {
    this.#shell.stream.resume();
  }

  close(): void {
    this.#hasEnded = true;
    this.#shell.close();
  }

  #send(piece: Uint8Array): void {
    if (!this.#isOpen) this.#early.push(piece);
    else if (this.#shell.stream.writable) this.#shell.stream.write(piece);
  }

  #take(bytes: Uint8Array): void {
    if (this.#isOpen) return this.#events.onData(bytes);
    this.#greeting = Buffer.concat([this.#greeting, bytes]);
    const end = this.#greeting.indexOf("\n");
    if (end < 0) return;
    if (this.#greeting.subarray(0, end).toString().trim() !== "open") return this.#end(true);
    this.#isOpen = true;
    for (const early of this.#early.splice(0)) this.#send(early);
    const rest = this.#greeting.subarray(end + 1);
    if (rest.length > 0) this.#events.onData(rest);
  }

  #end(refused: boolean): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#shell.close();
    this.#events.onEnd(refused);
  }
}

function pieceOf(bytes: Uint8Array): Uint8Array {
  const piece = Buffer.alloc(LENGTH_BYTES + bytes.length);
  piece.writeUInt32BE(bytes.length);
  piece.set(bytes, LENGTH_BYTES);
  return piece;
}
