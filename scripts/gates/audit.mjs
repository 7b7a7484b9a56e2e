// Known vulnerabilities of what users get, where the registry answers audits; says so where it does not.
import { spawnSync } from "node:child_process";
import { ROOT } from "../lib/stamps.mjs";
import { severeVulnerabilities } from "./severeVulnerabilities.mjs";

const result = spawnSync("npm", ["audit", "--omit=dev", "--json"], { cwd: ROOT, encoding: "utf8" });
const report = parse(result.stdout);
const severe = severeVulnerabilities(report);
if (severe === undefined) {
  console.log(
    `the registry answers no audits (${report?.message ?? result.stderr.trim().split("\n")[0]}): not checked`,
  );
  process.exit(0);
}
console.log(`${severe} high or critical`);
process.exit(severe === 0 ? 0 : 1);

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
