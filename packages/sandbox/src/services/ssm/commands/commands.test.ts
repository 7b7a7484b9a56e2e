import { expect, test } from "vitest";
import type { ExecuteCommand, HostDriver } from "../../../hosts/HostDriver.ts";
import { HostError } from "../../../hosts/HostError.ts";
import { createSimulatedHosts } from "../../../hosts/createSimulatedHosts.ts";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { ec2 } from "../../ec2/ec2.ts";
import { iam } from "../../iam/iam.ts";
import { ssm } from "../ssm.ts";
import { createFakeHosts, runNode } from "../testing/fakeHosts.ts";

const CORE_POLICY = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";

function withNode(hosts: HostDriver = createFakeHosts(), policyArn: string | undefined = CORE_POLICY) {
  const kernel = createTestKernel({ modules: [iam, ec2, ssm], hosts });
  const instanceId = runNode(kernel, policyArn);
  const context = kernel.context("us-west-2");
  const send = (commands: string[], parameters: Record<string, string[]> = {}): string => {
    const { Command } = context.call("ssm", "SendCommand", {
      InstanceIds: [instanceId],
      DocumentName: "AWS-RunShellScript",
      Parameters: { commands, ...parameters },
    });
    return Command?.CommandId ?? "";
  };
  const invocation = (CommandId: string) =>
    context.call("ssm", "GetCommandInvocation", { CommandId, InstanceId: instanceId });
  return { kernel, context, instanceId, send, invocation };
}

/** Lets what waits for promises go on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test("a command goes from Pending over InProgress to Success with what it printed", async () => {
  const hosts = createFakeHosts(() => Promise.resolve({ exitCode: 0, stdout: "hello\n", stderr: "" }));
  const { kernel, send, invocation } = withNode(hosts);
  const id = send(["set -e", "echo hello"], { workingDirectory: ["/fsx"], executionTimeout: ["30"] });
  expect(invocation(id)).toMatchObject({ Status: "Pending", ResponseCode: -1 });
  kernel.clock.advance(500);
  expect(invocation(id)).toMatchObject({ Status: "InProgress", ResponseCode: -1 });
  await settled();
  expect(invocation(id)).toMatchObject({
    Status: "Success",
    ResponseCode: 0,
    StandardOutputContent: "hello\n",
    StandardErrorContent: "",
    PluginName: "aws:runShellScript",
  });
  expect(hosts.commands).toMatchObject([{ stdin: "set -e\necho hello\n", timeoutMs: 30_000 }]);
  expect(hosts.commands[0]?.argv.at(-1)).toBe("/fsx");
});

const ENDS: readonly { what: string; run: () => ReturnType<HostDriver["execute"]>; end: object }[] = [
  {
    what: "an exit code of 3",
    run: () => Promise.resolve({ exitCode: 3, stdout: "", stderr: "no\n" }),
    end: {
      Status: "Failed",
      ResponseCode: 3,
      StandardErrorContent: "no\nfailed to run commands: exit status 3",
    },
  },
  {
    what: "no end in time",
    run: () => Promise.reject(new HostError("HOST_TIMEOUT", "late")),
    end: { Status: "TimedOut", StatusDetails: "Execution Timed Out", ResponseCode: -1 },
  },
  {
    what: "a host that went away",
    run: () => Promise.reject(new HostError("HOST_NOT_RUNNING", "i-1 does not run")),
    end: { Status: "Failed", StandardErrorContent: "i-1 does not run" },
  },
  {
    what: "output of 30,000 characters",
    run: () => Promise.resolve({ exitCode: 0, stdout: "x".repeat(30_000), stderr: "" }),
    end: { Status: "Success", StandardOutputContent: "x".repeat(24_000) },
  },
];

test.each(ENDS)("$what is told as the agent tells it", async ({ run, end }) => {
  const { kernel, send, invocation } = withNode(createFakeHosts(run));
  const id = send(["true"]);
  kernel.clock.advance(500);
  await settled();
  expect(invocation(id)).toMatchObject(end);
});

test("on a simulated host a command fails and says why", async () => {
  const { kernel, send, invocation, instanceId } = withNode(createSimulatedHosts());
  const id = send(["true"]);
  kernel.clock.advance(500);
  await settled();
  expect(invocation(id)).toMatchObject({
    Status: "Failed",
    ResponseCode: -1,
    StandardErrorContent: expect.stringContaining(`${instanceId} is a simulated host`),
  });
});

test("a node whose role does not let its agent register is no valid target", () => {
  const { send, context, instanceId } = withNode(
    createFakeHosts(),
    "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
  );
  expect(() => send(["true"])).toThrow(
    `Instances [[${instanceId}]] not in a valid state for account 123456789012`,
  );
  expect(context.call("ssm", "DescribeInstanceInformation", {}).InstanceInformationList).toEqual([]);
});

test("an inline policy that allows ssm:* lets the agent register too", () => {
  const { context, instanceId } = withNode(
    createFakeHosts(),
    "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
  );
  const [role] =
    context.call("iam", "ListRoles", {}).Roles?.filter(({ RoleName }) => RoleName?.startsWith("node-")) ?? [];
  context.call("iam", "PutRolePolicy", {
    RoleName: role?.RoleName ?? "",
    PolicyName: "agent",
    PolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "ssm:*", Resource: "*" },
    }),
  });
  expect(context.call("ssm", "DescribeInstanceInformation", {}).InstanceInformationList).toMatchObject([
    { InstanceId: instanceId, PingStatus: "Online", PlatformType: "Linux", ResourceType: "EC2Instance" },
  ]);
});

test.each([
  {
    what: "another document",
    input: { DocumentName: "AWS-RunPowerShellScript" },
    says: "AWS-RunShellScript",
  },
  { what: "no commands", input: { Parameters: {} }, says: 'Parameter "commands" requires a value' },
  {
    what: "an unknown parameter",
    input: { Parameters: { commands: ["a"], x: ["1"] } },
    says: "does not support parameters: x",
  },
  { what: "too short a time", input: { TimeoutSeconds: 29 }, says: "greater than or equal to 30" },
  { what: "too long a comment", input: { Comment: "c".repeat(101) }, says: "less than or equal to 100" },
  {
    what: "a time that is no number",
    input: { Parameters: { commands: ["a"], executionTimeout: ["1h"] } },
    says: "executionTimeout",
  },
])("$what is refused", ({ input, says }) => {
  const { context, instanceId } = withNode();
  const good = {
    DocumentName: "AWS-RunShellScript",
    InstanceIds: [instanceId],
    Parameters: { commands: ["a"] },
  };
  expect(() => context.call("ssm", "SendCommand", { ...good, ...input })).toThrow(says);
});

const nothing: (result: Awaited<ReturnType<HostDriver["execute"]>>) => void = () => undefined;
const isRunner = ({ argv }: ExecuteCommand) => argv[0] === "setsid";

test("a cancelled command is over, whatever its process still answers", async () => {
  let answer = nothing;
  const hosts = createFakeHosts((command) =>
    isRunner(command)
      ? new Promise((resolve) => (answer = resolve))
      : Promise.resolve({ exitCode: 0, stdout: "", stderr: "" }),
  );
  const { kernel, context, send, invocation } = withNode(hosts);
  const id = send(["sleep 100"]);
  kernel.clock.advance(500);
  context.call("ssm", "CancelCommand", { CommandId: id });
  expect(hosts.commands).toHaveLength(2);
  answer({ exitCode: 143, stdout: "", stderr: "" });
  await settled();
  expect(invocation(id)).toMatchObject({ Status: "Cancelled" });
  expect(context.call("ssm", "ListCommands", {}).Commands).toMatchObject([
    { CommandId: id, Status: "Cancelled", TargetCount: 1, CompletedCount: 1, ErrorCount: 1 },
  ]);
});

test("a command that ran when the sandbox was stopped is told as failed afterwards", () => {
  const hosts = createFakeHosts(() => new Promise(() => undefined));
  const { kernel, context, send, invocation } = withNode(hosts);
  const id = send(["sleep 100"]);
  kernel.clock.advance(500);
  context.emit("sandbox.started", { regions: ["us-west-2"] });
  expect(invocation(id)).toMatchObject({
    Status: "Failed",
    StandardErrorContent: "the sandbox was stopped while the command ran",
  });
});

test("lists page from the newest command down, with what each printed", async () => {
  const { kernel, context, send } = withNode(
    createFakeHosts(() => Promise.resolve({ exitCode: 0, stdout: "out", stderr: "" })),
  );
  const ids: string[] = [];
  for (const name of ["a", "b", "c"]) {
    ids.push(send([name]));
    kernel.clock.advance(1_000);
  }
  await settled();
  const first = context.call("ssm", "ListCommandInvocations", { MaxResults: 2, Details: true });
  expect(first.CommandInvocations?.map(({ CommandId }) => CommandId)).toEqual([ids[2], ids[1]]);
  expect(first.CommandInvocations?.[0]?.CommandPlugins).toMatchObject([{ Output: "out", ResponseCode: 0 }]);
  const second = context.call("ssm", "ListCommandInvocations", {
    MaxResults: 2,
    NextToken: first.NextToken,
  });
  expect(second.CommandInvocations?.map(({ CommandId }) => CommandId)).toEqual([ids[0]]);
});
