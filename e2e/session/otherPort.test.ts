import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { whyNoHosts } from "../hosts/realHosts.ts";
import { createProgram } from "../support/createProgram.ts";

const TRAINYARD = join(import.meta.dirname, "../../bin/trainyard.js");
const PROJECT =
  "name: ml-cluster\nregion: us-west-2\ncapacity: { reservation: cr-0123456789abcdef0, count: 2 }\n";
/** A network of its own, in which another server has port 22 of all addresses. */
const SCRIPT = `ip link set lo up
node=$1 trainyard=$2
"$node" -e 'require("net").createServer((s) => s.on("error", () => 0).end("another\\n")).listen(22, "0.0.0.0")' & other=$!
trap 'kill $other; "$node" "$trainyard" sandbox stop >&2' EXIT
until "$node" -e 'require("net").connect(22, "127.0.0.1").on("connect", () => process.exit())' 2>/dev/null; do sleep 0.1; done
"$node" "$trainyard" sandbox start --detach --speed max --hosts namespaces >&2
"$node" "$trainyard" up --sandbox --yes >&2
"$node" "$trainyard" ssh --sandbox --dryrun 2>dry-run-errors
"$node" "$trainyard" ssh --sandbox -- hostname
"$node" "$trainyard" ssh-config --sandbox >config
ssh -F config "ubuntu@$(sed -n 's/^Host ml-cluster //p' config)" hostname
cat dry-run-errors config`;

const reasons = [
  await whyNoHosts(),
  process.getuid?.() === 0 ? undefined : "only root has a network of its own",
];
const missing = reasons.filter((reason) => reason !== undefined);

// oxlint-disable-next-line vitest/no-disabled-tests -- says why this machine cannot run it
test.skip.each(missing)("ssh where port 22 is taken: not here, %s", () => undefined);

test.skipIf(missing.length > 0)(
  "where another server has port 22, ssh goes through the door at 20022, which is told",
  async () => {
    const program = createProgram();
    onTestFinished(() => program.end());
    program.write("trainyard.yaml", PROJECT);
    const { stdout } = await promisify(execFile)(
      "unshare",
      ["--net", "bash", "-euc", SCRIPT, "bash", process.execPath, TRAINYARD],
      {
        cwd: program.directory,
        env: { ...process.env, TRAINYARD_STATE_DIR: program.stateDirectory },
      },
    );
    expect(stdout).toMatch(/"command": "ssh ubuntu@127\.1[89]\.\d+\.\d+ "/);
    expect(stdout.match(/^ip-10-0-0-\d+$/gm)).toHaveLength(2);
    expect(stdout).toContain("add -p 20022, or use `trainyard ssh-config`");
    expect(stdout).toContain("Port 20022\n");
  },
);
