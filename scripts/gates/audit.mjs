// Known vulnerabilities of what users get, where the registry answers audits; says so where it does not.
import { spawnSync } from "node:child_process";
import { ROOT } from "../lib/stamps.mjs";

const result = spawnSync("npm", ["audit", "--omit=dev", "--json"], { cwd: ROOT, encoding: "utf8" });
const report = parse(result.stdout);
const counts = report?.metadata?.vulnerabilities;
if (counts === undefined) {
  console.log(
    `the registry answers no audits (${report?.message ?? result.stderr.trim().split("\n")[0]}): not checked`,
  );
  process.exit(0);
}
const severe = counts.high + counts.critical;
console.log(JSON.stringify(counts));
process.exit(severe === 0 ? 0 : 1);

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
