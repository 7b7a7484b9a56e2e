import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { EVERYONE, testHost, testNetwork } from "../../packages/sandbox/src/hosts/testing/testHosts.ts";
import { CONNECT, greeting, SERVE } from "./probes.ts";
import { createRealHosts, whyNoHosts, type RealHosts } from "./realHosts.ts";

const reason = await whyNoHosts();

const port = (fromPort: number, peer: { groupId: string } | { cidrBlocks: string[] }) => ({
  protocol: "tcp",
  fromPort,
  toPort: fromPort,
  peer,
});

describe.skipIf(reason !== undefined)("networks of hosts", () => {
  const [a, b, c] = ["10.1.0.10", "10.1.0.11", "10.1.16.10"];
  const groupA = {
    id: "sg-a",
    members: [a],
    ingress: [],
    egress: [{ protocol: "-1", peer: { cidrBlocks: [EVERYONE] } }],
  };
  let hosts: RealHosts;

  beforeAll(async () => {
    hosts = createRealHosts();
    hosts.driver.configureNetwork(testNetwork([a, b, c]));
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"], { vpcId: "vpc-b" }));
    const boot = { argv: ["node", "-e", SERVE] };
    await Promise.all([
      hosts.run(testHost("a", a)),
      hosts.run(testHost("b", b, { program: { boot } })),
      hosts.run(testHost("c", c, { program: { boot }, subnetId: "subnet-b" })),
      hosts.run(testHost("other", "10.1.0.10", { vpcId: "vpc-b", program: { boot } })),
    ]);
  });
  afterAll(() => hosts.end());

  const from = (host: string, address: string, toPort: number) =>
    hosts.on(host, "node", "-e", `${CONNECT}(${JSON.stringify(address)}, ${toPort})`);

  test("hosts of one group reach each other within and over subnets", async () => {
    hosts.driver.configureNetwork(testNetwork([a, b, c]));
    await vi.waitFor(async () => expect(await from("i-a", b, 7001)).toBe("7001"));
    await vi.waitFor(async () => expect(await from("i-a", c, 7002)).toBe("7002"));
  });

  test("a rule lets in its port from its group and no other, in the same subnet too; changes are in force at once", async () => {
    hosts.driver.configureNetwork(
      testNetwork([], {
        securityGroups: [
          groupA,
          { ...groupA, id: "sg-b", members: [b, c], ingress: [port(7001, { groupId: "sg-a" })] },
        ],
      }),
    );
    await vi.waitFor(async () => expect(await from("i-a", b, 7002)).toBe("no answer"));
    expect(await from("i-a", b, 7001)).toBe("7001");
    expect(await from("i-a", c, 7001)).toBe("7001");
    expect(await from("i-b", c, 7001)).toBe("no answer");
  });

  test("what no rule lets out does not leave", async () => {
    hosts.driver.configureNetwork(
      testNetwork([], {
        securityGroups: [
          { ...groupA, egress: [port(7001, { cidrBlocks: ["10.1.16.0/20"] })] },
          { ...groupA, id: "sg-b", members: [b, c], ingress: [port(7001, { cidrBlocks: [EVERYONE] })] },
        ],
      }),
    );
    await vi.waitFor(async () => expect(await from("i-a", b, 7001)).toBe("no answer"));
    expect(await from("i-a", c, 7001)).toBe("7001");
  });

  test("two VPCs with the same addresses know nothing of each other", async () => {
    hosts.driver.configureNetwork(testNetwork([a, b, c]));
    expect(await from("i-other", b, 7001)).not.toBe("7001");
    expect(await hosts.on("i-other", "getent", "hosts", "ip-10-1-0-10")).toContain("10.1.0.10");
    expect(
      (await hosts.driver.execute("i-other", { argv: ["getent", "hosts", "ip-10-1-0-11"] })).exitCode,
    ).toBe(2);
  });

  test("this machine has no way to a host's address", async () => {
    await expect(greeting(b, 7001)).rejects.toThrow(/no answer|UNREACH|REFUSED|TIMEDOUT/);
  });

  test("a host in a subnet that is none ends at once and says why", async () => {
    expect(await hosts.run(testHost("lost", "10.9.0.1", { subnetId: "subnet-none" }))).toBe("terminated");
    expect(hosts.driver.consoleOutput("i-lost")).toContain("subnet-none is no subnet of vpc-a");
    hosts.driver.terminate("i-lost");
  });
});
