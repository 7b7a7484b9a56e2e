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
  "hostname",
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
  ["unshare", "--keep-caps"],
] as const;

/** Programs that the driver calls and this machine does not have, or not new enough. */
export async function missingPrograms(): Promise<string[]> {
  const found = await Promise.all(PROGRAMS.map(isProgram));
  const missing = PROGRAMS.filter((_, index) => found[index] !== true);
  if (missing.length > 0) return missing;
  const helps = await Promise.all(OPTIONS.map(([name]) => runProgram(name, ["--help"])));
  return OPTIONS.filter(([, option], index) => helps[index]?.stdout.includes(option) !== true).map((words) =>
    words.join(" "),
  );
}

/** True when this machine has a program in one of the places where the driver looks. */
export async function isProgram(name: string): Promise<boolean> {
  const directories = [
    ...(process.env["PATH"] ?? "").split(delimiter),
    "/usr/sbin",
    "/usr/bin",
    "/sbin",
    "/bin",
  ];
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
