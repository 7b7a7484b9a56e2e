import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { runProgram } from "../namespaces/runProgram.ts";

const PROGRAMS = [
  "apt-get",
  "awk",
  "bash",
  "chroot",
  "dpkg-query",
  "flock",
  "ip",
  "mknod",
  "mount",
  "nsenter",
  "perl",
  "pivot_root",
  "sed",
  "setpriv",
  "unshare",
];

/** Options that older versions of util-linux do not know. */
const OPTIONS = [
  ["setpriv", "--pdeathsig"],
  ["unshare", "--kill-child"],
] as const;

/** Programs that the driver calls and this machine does not have, or not new enough. */
export async function missingPrograms(): Promise<string[]> {
  const directories = [
    ...(process.env["PATH"] ?? "").split(delimiter),
    "/usr/sbin",
    "/usr/bin",
    "/sbin",
    "/bin",
  ];
  const missing: string[] = [];
  for (const name of PROGRAMS) if (!(await isIn(directories, name))) missing.push(name);
  if (missing.length > 0) return missing;
  for (const [name, option] of OPTIONS) {
    const { stdout } = await runProgram(name, ["--help"]);
    if (!stdout.includes(option)) missing.push(`${name} ${option}`);
  }
  return missing;
}

async function isIn(directories: readonly string[], name: string): Promise<boolean> {
  for (const directory of directories) {
    try {
      await access(join(directory, name), constants.X_OK);
      return true;
    } catch {
      // not in this one, whatever the reason
    }
  }
  return false;
}
