import { readFileSync } from "node:fs";

/** How many processes the kernel has ended so far for want of memory; 0 where it does not count them. */
export function oomKills(): number {
  return Number(/^oom_kill (\d+)$/m.exec(readFileSync("/proc/vmstat", "utf8"))?.[1] ?? 0);
}
