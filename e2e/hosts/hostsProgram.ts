import { createNamespaceHosts } from "../../packages/sandbox/src/hosts/namespaces/createNamespaceHosts.ts";
import { ensureLayer } from "../../packages/sandbox/src/hosts/layer/ensureLayer.ts";
import { testHost, testNetwork } from "../../packages/sandbox/src/hosts/testing/testHosts.ts";

// A program that runs two hosts below a directory until it is killed, as a sandbox does: node FILE DIRECTORY
const addresses = ["10.1.0.10", "10.1.0.11"];
const hosts = createNamespaceHosts({
  directory: process.argv[2] ?? "",
  layerDirectory: (packages) => ensureLayer({ packages }),
  endpoint: { port: 4566, onConnection: (socket) => void socket.end() },
  hold: () => () => undefined,
  onDefect: (error) => void process.stderr.write(`${String(error)}\n`),
});
hosts.configureNetwork(
  testNetwork(addresses, {
    publicAddresses: [{ publicIpAddress: "198.18.78.10", privateIpAddress: "10.1.0.10" }],
  }),
);
const boot = { argv: ["sh", "-c", "setsid sleep 976431 & echo kept >/var/lib/file"] };
const states = await Promise.all(
  addresses.map(
    (address, index) =>
      new Promise((resolve) => {
        hosts.run(testHost(String(index), address, { program: { boot, sshd: true } }), resolve);
      }),
  ),
);
// A boot program goes on while its host counts as running.
const untilWritten = ["sh", "-c", "until [ -s /var/lib/file ]; do sleep 0.02; done"];
await Promise.all(addresses.map((_, index) => hosts.execute(`i-${index}`, { argv: untilWritten })));
hosts.openShell("i-0", { user: "ubuntu", columns: 80, rows: 24 }).stream.resume();
process.stdout.write(`${states.join(" ")}\n`);
