import { afterEach, beforeEach, expect, test } from "vitest";
import { createAccount, type Account } from "./createAccount.ts";
import { IMPORTING_HOST, TRAINING_NETWORK } from "./trainingNetwork.ts";

let account: Account;
beforeEach(async () => {
  account = await createAccount();
});
afterEach(() => account.end());

test("a network of two zones is made as its template says, without named dependencies, and goes again", async () => {
  const made = await account.deploy("network", TRAINING_NETWORK);
  expect(made.failures).toEqual([]);
  expect(made.status).toBe("CREATE_COMPLETE");
  expect(made.outputs).toMatchObject({
    PublicBlocks: "10.0.0.0/24 10.0.1.0/24",
    PrivateBlocks: "10.1.0.0/17 10.1.128.0/17",
  });
  const inNetwork = [{ Name: "vpc-id", Values: [made.outputs["Network"] ?? ""] }];
  const { NatGateways = [] } = account.call("ec2", "DescribeNatGateways", { Filter: inNetwork });
  expect(NatGateways.map(({ State }) => State)).toEqual(["available", "available"]);
  const { RouteTables = [] } = account.call("ec2", "DescribeRouteTables", { Filters: inNetwork });
  const routes = RouteTables.flatMap((table) => table.Routes ?? []);
  expect(routes.map(({ State }) => State)).not.toContain("blackhole");
  expect(await account.remove(made.id)).toMatchObject({ status: "DELETE_COMPLETE", failures: [] });
});

test("an update by a parameter takes the second NAT gateway away", async () => {
  await account.deploy("network", TRAINING_NETWORK);
  const changed = await account.deploy("network", TRAINING_NETWORK, { NatPerZone: "false" });
  expect(changed).toMatchObject({ status: "UPDATE_COMPLETE", failures: [] });
  const { NatGateways = [] } = account.call("ec2", "DescribeNatGateways", {});
  expect(NatGateways.filter(({ State }) => State === "available")).toHaveLength(1);
});

test("another stack uses the exports, signals, and holds the network until it is gone", async () => {
  const network = await account.deploy("network", TRAINING_NETWORK);
  const host = await account.deploy("host", IMPORTING_HOST, { NetworkStack: "network" });
  expect(host.failures).toEqual([]);
  expect(host.outputs["Address"]).toMatch(/^10\.1\./);
  expect(await account.remove(network.id)).toMatchObject({ status: "CREATE_COMPLETE" });
  expect(await account.remove(host.id)).toMatchObject({ status: "DELETE_COMPLETE", failures: [] });
  expect(await account.remove(network.id)).toMatchObject({ status: "DELETE_COMPLETE", failures: [] });
});
