import { expect, test } from "vitest";
import { EVERYONE, testNetwork } from "../../testing/testHosts.ts";
import type { HostTrafficRule } from "../../HostDriver.ts";
import { loopbackAddress } from "./PublicDoors.ts";
import { publicPorts } from "./publicPorts.ts";

const anyone = { cidrBlocks: [EVERYONE] };

test.each<{ what: string; ingress: HostTrafficRule[]; ports: number[] }>([
  { what: "nothing is open", ingress: [], ports: [] },
  {
    what: "ports by their numbers",
    ingress: [{ protocol: "tcp", fromPort: 8080, toPort: 8082, peer: anyone }],
    ports: [8080, 8081, 8082],
  },
  {
    what: "SSH's port of a wide range",
    ingress: [{ protocol: "tcp", fromPort: 0, toPort: 65_535, peer: anyone }],
    ports: [22],
  },
  {
    what: "nothing of a wide range without SSH's port",
    ingress: [{ protocol: "tcp", fromPort: 1024, toPort: 65_535, peer: anyone }],
    ports: [],
  },
  { what: "SSH's port of all traffic", ingress: [{ protocol: "-1", peer: anyone }], ports: [22] },
  {
    what: "a port that two rules name, once",
    ingress: [
      { protocol: "tcp", fromPort: 22, toPort: 22, peer: anyone },
      { protocol: "-1", peer: anyone },
    ],
    ports: [22],
  },
  {
    what: "nothing that only a group reaches",
    ingress: [{ protocol: "-1", peer: { groupId: "sg-a" } }],
    ports: [],
  },
  {
    what: "nothing that only the VPC reaches",
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, peer: { cidrBlocks: ["10.1.0.0/16"] } }],
    ports: [],
  },
  {
    what: "nothing of UDP",
    ingress: [{ protocol: "udp", fromPort: 53, toPort: 53, peer: anyone }],
    ports: [],
  },
])("a public address has $what", ({ ingress, ports }) => {
  const group = { id: "sg-a", members: ["10.1.0.10"], ingress, egress: [] };
  expect(publicPorts(testNetwork([], { securityGroups: [group] }), "10.1.0.10")).toEqual(ports);
  expect(publicPorts(testNetwork([], { securityGroups: [group] }), "10.1.0.11")).toEqual([]);
});

test("a public address is the same on this machine but for its first number", () => {
  expect(loopbackAddress("127.18.3.10")).toBe("127.18.3.10");
  expect(loopbackAddress("198.18.3.10")).toBe("127.18.3.10");
  expect(() => loopbackAddress("198.18.3")).toThrow("is no IPv4 address");
});
