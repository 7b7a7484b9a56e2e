import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { testHost, testNetwork } from "../../../packages/sandbox/src/hosts/testing/testHosts.ts";
import { greeting } from "../probes.ts";
import { createRealHosts, whyNoHosts, type RealHosts } from "../realHosts.ts";

const reason = await whyNoHosts();

const PRIVATE = "10.1.0.10";

describe.skipIf(reason !== undefined)("ports of public addresses", () => {
  test("of two sandboxes with the same public address the second has other ports, and both lead to their hosts", async () => {
    const both = [await start("198.18.80.10"), await start("198.18.80.10")];
    const ports = both.map(({ driver }) => driver.publicAddress("i-a")?.ports["22"] ?? 0);
    expect(new Set(ports).size).toBe(2);
    for (const port of ports) expect(await greeting("127.18.80.10", port)).toMatch(/^SSH-2.0/);
    for (const hosts of both) await hosts.end();
  });

  test("a port that another program has is 20000 higher, and one that this has too is any", async () => {
    const servers = [22, 20_022].map((port) => createServer().listen(port, "127.18.80.11"));
    await Promise.all(servers.map((server) => once(server, "listening")));
    const hosts = await start("198.18.80.11");
    const port = hosts.driver.publicAddress("i-a")?.ports["22"] ?? 0;
    expect([0, 22, 20_022]).not.toContain(port);
    expect(await greeting("127.18.80.11", port)).toMatch(/^SSH-2.0/);
    await hosts.end();
    for (const server of servers) server.close();
  });
});

async function start(publicIpAddress: string): Promise<RealHosts> {
  const hosts = createRealHosts();
  const publicAddresses = [{ publicIpAddress, privateIpAddress: PRIVATE }];
  hosts.driver.configureNetwork(testNetwork([PRIVATE], { publicAddresses }));
  await hosts.run(testHost("a", PRIVATE, { program: { sshd: true } }));
  await vi.waitFor(() => expect(hosts.driver.publicAddress("i-a")).toBeDefined());
  return hosts;
}
