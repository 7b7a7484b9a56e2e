import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { preparePython } from "../foreign/pythonEnvironment.ts";
import { whyNoHosts } from "../hosts/realHosts.ts";
import { openAmazonEndpoint } from "./openAmazonEndpoint.ts";
import { startSessionNode, type SessionNode } from "./startSessionNode.ts";

const PACKAGE = "aws-ssm-bridge==0.6.0";
const COMPILED = join(import.meta.dirname, "../../.venv/session-bridge/trainyard-packages.txt");
const SCRIPT = 'mount --bind "$1" /etc/hosts; shift; exec "$@"';
const IN_OWN_NAMES = ["--map-root-user", "--mount", "sh", "-ec", SCRIPT, "sh"];
const ASKED = process.env["TRAINYARD_COMPILE_CLIENTS"] === "1";
const missing = [await whyNoHosts(), whyNotCompiled()].filter((reason) => reason !== undefined);

// oxlint-disable-next-line vitest/no-disabled-tests -- says why this machine cannot run it
test.skip.each(missing)(`${PACKAGE} of PyPI: not here, %s`, () => undefined);

describe.skipIf(missing.length > 0)(`${PACKAGE} of PyPI`, () => {
  let node: SessionNode;

  beforeAll(async () => {
    node = await startSessionNode();
  });
  afterAll(() => node.end());

  // It takes data channels of Amazon's own hosts alone: in a mount namespace of its own that name is this machine's.
  test("a shell, a command and four connections at once over one port", async () => {
    const { directory } = node.program;
    const endpoint = await openAmazonEndpoint(node.endpoint, directory);
    onTestFinished(() => endpoint.close());
    const python = preparePython("session-bridge", [PACKAGE]);
    const program = join(python.kind === "ready" ? python.binPath : "", "python");
    const script = join(import.meta.dirname, "bridge/drive.py");
    const { stdout } = await promisify(execFile)(
      "unshare",
      [...IN_OWN_NAMES, endpoint.hostsFile, program, script, node.instanceId],
      {
        cwd: directory,
        env: {
          ...node.environment,
          AWS_ENDPOINT_URL: endpoint.url,
          SSL_CERT_FILE: endpoint.certificateFile,
        },
      },
    );
    const { shell, command, agent, greetings } = JSON.parse(stdout);
    expect(shell).toContain("44 111\r\n42-root");
    expect(command).toBe("out\nerr\n1\n2\n3\n4\n5\n");
    expect(agent).toBe("3.3.1611.0");
    expect(new Set(greetings).size).toBe(1);
    expect(greetings).toHaveLength(4);
    expect(greetings[0]).toMatch(/^SSH-2\.0-/);
  });
});

/** It comes as source of Rust alone, which takes minutes and 338 crates. */
function whyNotCompiled(): string | undefined {
  if (existsSync(COMPILED)) return undefined;
  if (!ASKED) return "it has to be compiled: run with TRAINYARD_COMPILE_CLIENTS=1 where cargo 1.94 is";
  if (spawnSync("cargo", ["--version"]).status !== 0) return "there is no cargo to compile it with";
  const python = preparePython("session-bridge", [PACKAGE]);
  return python.kind === "unreachable" ? python.reason : undefined;
}
