import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ProgramResult } from "../../../packages/sandbox/src/hosts/HostDriver.ts";
import { runProgram } from "../../../packages/sandbox/src/hosts/namespaces/runProgram.ts";

const USER_ID = 54_321;
const FIRST_MAPPED = 5_000_000;
const MAPPED = 65_536;
const ROOT = dirname(dirname(dirname(import.meta.dirname)));

/** A user of this machine who exists only in mount namespaces of the test: no file of the machine knows the name. */
export interface TestUser {
  /** Of this machine: the user's `/mnt`. */
  readonly base: string;
  /** Runs a program as the user; what it starts and leaves behind goes on. */
  run(argv: readonly string[], options?: UserRunOptions): Promise<ProgramResult>;
  /** Ids of processes of the user and of the users that are lent to namespaces. */
  processes(): string[];
  end(): void;
}

export interface UserRunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Ranges in /etc/subuid and /etc/subgid; true when absent. */
  readonly hasRanges?: boolean;
  /** newuidmap and newgidmap; true when absent. */
  readonly hasMappers?: boolean;
}

/** The user's world: the clone in /mnt/clone, node in /mnt/bin, a home in /mnt/home. Arguments: base, clone, node, user, `with` or `without` newuidmap, program. */
const ENTER_SCRIPT = `
set -e
mount --bind "$1/mnt" /mnt
mount --bind "$2" /mnt/clone
mount --bind "$3" /mnt/bin/node
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$1/etc,workdir=$1/work" /etc
user=$4
if [ "$5" = without ]; then
  for name in newuidmap newgidmap; do
    if [ -e "/usr/bin/$name" ]; then mount --bind /dev/null "/usr/bin/$name"; fi
  done
fi
shift 5
cd /mnt/home
exec setpriv --reuid $user --regid $user --init-groups -- "$@"
`;

/** Needs root. */
export function createTestUser(): TestUser {
  const base = mkdtempSync(join(tmpdir(), "trainyard-user-"));
  for (const name of ["etc/mappers", "work", "mnt/clone", "mnt/bin", "mnt/home", "mnt/tmp"])
    mkdirSync(join(base, name), { recursive: true });
  writeFileSync(join(base, "mnt/bin/node"), "");
  for (const name of ["home", "tmp"]) chownSync(join(base, "mnt", name), USER_ID, USER_ID);
  const id = String(USER_ID);
  const account = `tester:x:${id}:${id}::/mnt/home:/bin/bash\n`;
  writeFileSync(join(base, "etc/passwd"), `${readFileSync("/etc/passwd", "utf8")}${account}`);
  writeFileSync(join(base, "etc/group"), `${readFileSync("/etc/group", "utf8")}tester:x:${id}:\n`);
  placeMappers(base);
  return {
    base,
    run: (argv, options = {}) => runAs(base, argv, options),
    processes: () => readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isOfUser(name)),
    end: () => rmSync(base, { recursive: true, force: true }),
  };
}

function runAs(base: string, argv: readonly string[], options: UserRunOptions): Promise<ProgramResult> {
  const { environment = {}, hasRanges = true, hasMappers = true } = options;
  const range = hasRanges ? `tester:${FIRST_MAPPED}:${MAPPED}\n` : "";
  for (const name of ["subuid", "subgid"]) writeFileSync(join(base, "etc", name), range);
  const variables = {
    HOME: "/mnt/home",
    TMPDIR: "/mnt/tmp",
    LANG: "C.UTF-8",
    PATH: `/mnt/bin:${hasMappers ? "/etc/mappers:" : ""}/usr/bin:/bin`,
    ...environment,
  };
  const words = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const settings = [base, ROOT, process.execPath, String(USER_ID), hasMappers ? "with" : "without"];
  const script = ["sh", "-c", ENTER_SCRIPT, "enter", ...settings];
  const program = ["env", "-i", ...words, ...argv];
  return runProgram("unshare", ["--mount", "--propagation", "private", ...script, ...program]);
}

/** The machine's own programs, else those of Debian's package, which is not installed for that. */
function placeMappers(base: string): void {
  const place = join(base, "etc/mappers");
  const unpacked = join(base, "uidmap");
  mkdirSync(unpacked);
  execFileSync("sh", ["-c", FETCH_MAPPERS, "fetch", unpacked], { stdio: ["ignore", "pipe", "pipe"] });
  for (const name of ["newuidmap", "newgidmap"]) {
    writeFileSync(join(place, name), readFileSync(join(unpacked, "usr/bin", name)));
    chmodSync(join(place, name), 0o4755);
  }
}

const FETCH_MAPPERS = `
set -e
cd "$1"
if [ -u /usr/bin/newuidmap ]; then mkdir -p usr/bin; cp /usr/bin/newuidmap /usr/bin/newgidmap usr/bin; exit; fi
apt-get download uidmap || { apt-get update && apt-get download uidmap; }
dpkg-deb -x uidmap_*.deb .
`;

function isOfUser(pid: string): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    // A zombie has ended; only nobody has asked yet how.
    if (/^State:\s+Z/m.test(status)) return false;
    const uid = Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]);
    return uid === USER_ID || (uid >= FIRST_MAPPED && uid < FIRST_MAPPED + MAPPED);
  } catch {
    // It has ended.
    return false;
  }
}
