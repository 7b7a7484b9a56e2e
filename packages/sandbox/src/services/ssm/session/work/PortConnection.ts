import type { HostDriver, HostShell } from "../../../../hosts/HostDriver.ts";

export interface PortEvents {
  readonly onData: (bytes: Uint8Array) => void;
  /** @param refused - true when nothing listens on the port. */
  readonly onEnd: (refused: boolean) => void;
}

/**
 * Copies between its terminal, which it makes transparent for any byte, and a port of its host. Says `open` and a line
 * end first, or `refused`. In Perl because every Debian and Ubuntu has it.
 */
const RELAY = `
use strict;
use Socket;
system("stty", "raw", "-echo") == 0 or exit 1;
$| = 1;
socket(my $socket, PF_INET, SOCK_STREAM, 0) or exit 1;
if (!connect($socket, sockaddr_in($ARGV[0], inet_aton("127.0.0.1")))) { syswrite(STDOUT, "refused\\n"); exit 0; }
syswrite(STDOUT, "open\\n");
sub copy {
  my ($from, $to) = @_;
  while (sysread($from, my $bytes, 65536)) {
    my $at = 0;
    while ($at < length $bytes) { my $count = syswrite($to, $bytes, length($bytes) - $at, $at); return unless $count; $at += $count; }
  }
}
my $reader = fork() // exit 1;
if ($reader == 0) { copy(\\*STDIN, $socket); shutdown($socket, 1); exit 0; }
copy($socket, \\*STDOUT);
kill("TERM", $reader);
waitpid($reader, 0);
`;

/** A connection to a port of a host, made from within. */
export class PortConnection {
  readonly #shell: HostShell;
  readonly #events: PortEvents;
  #isOpen = false;
  #hasEnded = false;
  #greeting = Buffer.alloc(0);
  #early: Uint8Array[] = [];

  /** @throws {HostError} when the host cannot be entered. */
  constructor(
    hosts: HostDriver,
    place: { readonly instanceId: string; readonly port: number },
    events: PortEvents,
  ) {
    this.#events = events;
    this.#shell = hosts.openShell(place.instanceId, {
      user: "root",
      columns: 80,
      rows: 24,
      argv: ["perl", "-e", RELAY, String(place.port)],
    });
    this.#shell.stream.on("data", (bytes: Uint8Array) => this.#take(bytes));
    this.#shell.stream.on("error", () => undefined);
    this.#shell.stream.once("end", () => this.#end(!this.#isOpen));
    this.#shell.exitCode.catch(() => this.#end(true));
  }

  write(bytes: Uint8Array): void {
    if (!this.#isOpen) this.#early.push(bytes);
    else if (this.#shell.stream.writable) this.#shell.stream.write(bytes);
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

  #take(bytes: Uint8Array): void {
    if (this.#isOpen) return this.#events.onData(bytes);
    this.#greeting = Buffer.concat([this.#greeting, bytes]);
    const end = this.#greeting.indexOf("\n");
    if (end < 0) return;
    if (this.#greeting.subarray(0, end).toString().trim() !== "open") return this.#end(true);
    this.#isOpen = true;
    for (const early of this.#early.splice(0)) this.write(early);
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
