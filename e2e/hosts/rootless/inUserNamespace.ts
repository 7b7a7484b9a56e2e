import { spawnInUserNamespace } from "../../../packages/sandbox/src/hosts/userNamespace/spawnInUserNamespace.ts";
import { findUserRanges } from "../../../packages/sandbox/src/hosts/userNamespace/userRanges.ts";

// Runs a program as root of a user namespace, as the sandbox runs where trainyard is not root: node FILE PROGRAM ARGUMENT…
const ranges = await findUserRanges();
if (typeof ranges === "string") throw new Error(ranges);
const child = await spawnInUserNamespace(process.argv.slice(2), {
  ranges,
  environment: process.env,
  stdio: ["ignore", "inherit", "inherit"],
  detached: false,
});
child.on("exit", (code) => process.exit(code ?? 1));
