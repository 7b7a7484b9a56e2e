import { readFileSync } from "node:fs";

/** What a process of the machine's own user namespace has in `/proc/self/uid_map`. */
const EVERY_USER = "0 0 4294967295";

/** True when root's rights end at the border of a user namespace: no devices, and files of others stay theirs. */
export function isInUserNamespace(): boolean {
  return mapOfUsers() !== EVERY_USER;
}

/** How many users the process's user namespace has. */
export function mappedUserCount(): number {
  const counts = mapOfUsers()
    .split("\n")
    .map((line) => Number(line.split(" ")[2]));
  return counts.reduce((sum, count) => sum + count, 0);
}

function mapOfUsers(): string {
  const text = readFileSync("/proc/self/uid_map", "utf8");
  return text.trim().replaceAll(/ +/g, " ").replaceAll(/^ /gm, "");
}
