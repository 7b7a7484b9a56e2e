import { expect, test } from "vitest";
import { createSimulatedHosts } from "../../../hosts/createSimulatedHosts.ts";
import type { HostDriver, HostNetwork, HostSpec, HostState } from "../../../hosts/HostDriver.ts";
import { definePart } from "../../../kernel/ServiceModule.ts";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { ec2 } from "../ec2.ts";
import { publicNetwork } from "../testing/ec2TestKernel.ts";
import { officialImage } from "../testing/launchTest.ts";

interface Recorder {
  readonly hosts: HostDriver;
  readonly networks: HostNetwork[];
  readonly runs: { readonly spec: HostSpec; readonly onState: (state: HostState) => void }[];
  readonly retained: (readonly string[])[];
}

/** A driver that does nothing but to keep what it was told. */
function recorder(): Recorder {
  const recorded: Omit<Recorder, "hosts"> = { networks: [], runs: [], retained: [] };
  const hosts: HostDriver = {
    ...createSimulatedHosts(),
    kind: "namespaces",
    configureNetwork: (network) => void recorded.networks.push(network),
    run: (spec, onState) => void recorded.runs.push({ spec, onState }),
    retain: (instanceIds) => void recorded.retained.push(instanceIds),
  };
  return { hosts, ...recorded };
}

function launched() {
  const driver = recorder();
  const program = { environment: { A: "1" } };
  const part = definePart("part", {
    hostPrograms: [({ tags }) => (tags["part"] === undefined ? undefined : program)],
  });
  const kernel = createTestKernel({ modules: [ec2, part], hosts: driver.hosts });
  const context = kernel.context("us-west-2");
  const { vpcId, subnetId } = publicNetwork(context);
  context.call("ec2", "CreateKeyPair", { KeyName: "key", KeyType: "ed25519" });
  const { Instances = [] } = context.call("ec2", "RunInstances", {
    ImageId: officialImage({ ...context, kernel }),
    InstanceType: "g5.12xlarge",
    KeyName: "key",
    NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: subnetId, AssociatePublicIpAddress: true }],
    TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "part", Value: "yes" }] }],
    MinCount: 1,
    MaxCount: 1,
  });
  const instanceId = Instances[0]?.InstanceId ?? "";
  const stateOf = () =>
    context.call("ec2", "DescribeInstances", { InstanceIds: [instanceId] }).Reservations?.[0]?.Instances?.[0];
  kernel.clock.runUntilIdle();
  return { driver, kernel, context, vpcId, subnetId, instanceId, stateOf };
}

test("a host gets the address, user, key, GPUs and program of its instance; its network comes first", () => {
  const { driver, vpcId, subnetId, instanceId } = launched();
  expect(driver.runs.map(({ spec }) => spec)).toEqual([
    {
      instanceId,
      region: "us-west-2",
      vpcId,
      subnetId,
      privateIpAddress: "10.0.0.4",
      hostName: "ip-10-0-0-4",
      userData: "",
      tags: { part: "yes" },
      gpuCount: 4,
      user: { name: "ubuntu", publicKey: expect.stringMatching(/^ssh-ed25519 /) },
      program: { environment: { A: "1" } },
    },
  ]);
  expect(driver.networks.at(-1)).toMatchObject({
    region: "us-west-2",
    vpcId,
    cidrBlocks: ["10.0.0.0/16"],
    subnets: [{ id: subnetId, cidrBlock: "10.0.0.0/20" }],
    publicAddresses: [
      { publicIpAddress: expect.stringMatching(/^127\.1[89]\./), privateIpAddress: "10.0.0.4" },
    ],
    securityGroups: [
      {
        members: ["10.0.0.4"],
        ingress: [{ protocol: "-1", peer: { groupId: expect.stringMatching(/^sg-/) } }],
        egress: [{ protocol: "-1", peer: { cidrBlocks: ["0.0.0.0/0"] } }],
      },
    ],
  });
});

test("an instance is pending until its host runs, and stops when its host goes down by itself", () => {
  const { driver, kernel, stateOf } = launched();
  expect(stateOf()?.State?.Name).toBe("pending");
  driver.runs[0]?.onState("running");
  expect(stateOf()?.State?.Name).toBe("running");
  driver.runs[0]?.onState("stopped");
  kernel.clock.runUntilIdle();
  expect(stateOf()).toMatchObject({
    State: { Name: "stopped" },
    StateReason: { Code: "Client.InstanceInitiatedShutdown" },
  });
});

test("an instance whose host cannot start is terminated with EC2's reason", () => {
  const { driver, kernel, stateOf } = launched();
  driver.runs[0]?.onState("terminated");
  kernel.clock.runUntilIdle();
  expect(stateOf()).toMatchObject({
    State: { Name: "terminated" },
    StateReason: { Code: "Server.InternalError", Message: "Server.InternalError: Internal error on launch" },
  });
});

test("a rule is in force on the hosts as soon as it is made and no longer than it stands", () => {
  const { driver, context, vpcId } = launched();
  const GroupId =
    context.call("ec2", "DescribeSecurityGroups", { Filters: [{ Name: "vpc-id", Values: [vpcId] }] })
      .SecurityGroups?.[0]?.GroupId ?? "";
  const rule = { GroupId, IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIp: "0.0.0.0/0" };
  const ssh = { protocol: "tcp", fromPort: 22, toPort: 22, peer: { cidrBlocks: ["0.0.0.0/0"] } };
  const told = () => driver.networks.at(-1)?.securityGroups[0]?.ingress;
  context.call("ec2", "AuthorizeSecurityGroupIngress", rule);
  expect(told()).toContainEqual(ssh);
  context.call("ec2", "RevokeSecurityGroupIngress", rule);
  expect(told()).not.toContainEqual(ssh);
});

test("hosts of running instances run again when the sandbox starts, and no other disk is kept", () => {
  const { driver, kernel, context, instanceId } = launched();
  driver.runs[0]?.onState("running");
  const id = context.call("ec2", "DescribeInstances", {}).Reservations?.[0]?.Instances?.[0]?.InstanceId;
  const next = recorder();
  const again = createTestKernel({ modules: [ec2], state: kernel.state, hosts: next.hosts });
  again.announceStart();
  expect(id).toBe(instanceId);
  expect(next.retained).toEqual([[instanceId]]);
  expect(next.runs.map(({ spec }) => spec.instanceId)).toEqual([instanceId]);
  expect(next.networks).toHaveLength(1);
});

test("nothing is told to simulated hosts about networks", () => {
  const driver = recorder();
  const hosts = { ...driver.hosts, kind: "simulated" as const };
  const context = createTestKernel({ modules: [ec2], hosts }).context("us-west-2");
  publicNetwork(context);
  const GroupId = context.call("ec2", "DescribeSecurityGroups", {}).SecurityGroups?.[0]?.GroupId ?? "";
  context.call("ec2", "AuthorizeSecurityGroupIngress", {
    GroupId,
    IpProtocol: "udp",
    FromPort: 1,
    ToPort: 1,
    CidrIp: "10.0.0.0/8",
  });
  expect(driver.networks).toEqual([]);
});
