import { expect, test } from "vitest";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { ec2 } from "../../ec2/ec2.ts";
import { iam } from "../../iam/iam.ts";
import { sts } from "../../sts/sts.ts";
import { ssm } from "../ssm.ts";
import { createFakeHosts, runNode } from "../testing/fakeHosts.ts";
import { openChannel } from "./openChannel.ts";

function withNode() {
  const kernel = createTestKernel({ modules: [sts, iam, ec2, ssm], hosts: createFakeHosts() });
  const Target = runNode(kernel, "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore");
  return { kernel, context: kernel.context("us-west-2"), Target };
}

test("a session has an id, a token and an address of its own", () => {
  const { context, Target } = withNode();
  const first = context.call("ssm", "StartSession", { Target, Reason: "look" });
  const second = context.call("ssm", "StartSession", { Target });
  expect(first.StreamUrl).toBe(
    `ws://127.0.0.1:4566/_session/us-west-2/${first.SessionId}?role=publish_subscribe`,
  );
  expect(first.TokenValue).not.toBe(second.TokenValue);
  expect(context.call("ssm", "DescribeSessions", { State: "Active" }).Sessions).toHaveLength(2);
  const Filters = [{ key: "SessionId" as const, value: first.SessionId }];
  expect(context.call("ssm", "DescribeSessions", { State: "Active", Filters }).Sessions).toMatchObject([
    { Target, Status: "Connected", Reason: "look", DocumentName: "SSM-SessionManagerRunShell" },
  ]);
});

test("a session that was terminated cannot be resumed and lies in the history", () => {
  const { context, Target } = withNode();
  const { SessionId, TokenValue } = context.call("ssm", "StartSession", { Target });
  expect(context.call("ssm", "ResumeSession", { SessionId }).TokenValue).toBe(TokenValue);
  context.call("ssm", "TerminateSession", { SessionId });
  expect(context.call("ssm", "ResumeSession", { SessionId })).toEqual({ SessionId });
  expect(context.call("ssm", "DescribeSessions", { State: "History" }).Sessions).toMatchObject([
    { SessionId, Status: "Terminated" },
  ]);
});

test("sessions end with the sandbox that ran them", () => {
  const { context, Target } = withNode();
  context.call("ssm", "StartSession", { Target });
  context.emit("sandbox.started", { regions: ["us-west-2"] });
  expect(context.call("ssm", "DescribeSessions", { State: "Active" }).Sessions).toEqual([]);
});

test.each([
  { what: "a node that is not there", input: { Target: "i-0" }, code: "TargetNotConnected" },
  { what: "a document that is not modelled", input: { DocumentName: "AWS-X" }, code: "InvalidDocument" },
  {
    what: "a port that is none",
    input: { DocumentName: "AWS-StartPortForwardingSession", Parameters: { portNumber: ["70000"] } },
    code: "InvalidParameters",
  },
  {
    what: "a host that is none",
    input: {
      DocumentName: "AWS-StartPortForwardingSessionToRemoteHost",
      Parameters: { portNumber: ["80"], host: ["a b"] },
    },
    code: "InvalidParameters",
  },
  { what: "no command", input: { DocumentName: "AWS-StartInteractiveCommand" }, code: "InvalidParameters" },
  { what: "an unknown parameter", input: { Parameters: { x: ["1"] } }, code: "InvalidParameters" },
])("$what is refused with $code", ({ input, code }) => {
  const { context, Target } = withNode();
  expect(() => context.call("ssm", "StartSession", { Target, ...input })).toThrow(
    expect.objectContaining({ code }),
  );
});

/** A socket that became the channel of a session, or not. */
function dial(kernel: ReturnType<typeof withNode>["kernel"], sessionId: string | undefined, text: string) {
  const sent: Buffer[] = [];
  const state = { closed: false };
  const channel = openChannel(kernel.context("us-west-2"), sessionId ?? "", {
    send: (bytes) => void sent.push(Buffer.from(bytes)),
    close: () => void (state.closed = true),
  });
  channel.open(text);
  return { state, said: () => Buffer.concat(sent).toString("latin1") };
}

test.each([
  { what: "another token", text: JSON.stringify({ TokenValue: "x" }) },
  { what: "no token", text: "{}" },
  { what: "no JSON", text: "hello" },
])("a channel that is opened with $what is closed with the reason", ({ text }) => {
  const { kernel, context, Target } = withNode();
  const { SessionId } = context.call("ssm", "StartSession", { Target });
  const { state, said } = dial(kernel, SessionId, text);
  expect(said()).toContain("The token of the session is not valid.");
  expect(state.closed).toBe(true);
});

test("the channel of a session that was terminated is closed with the reason", () => {
  const { kernel, context, Target } = withNode();
  const { SessionId, TokenValue } = context.call("ssm", "StartSession", { Target });
  context.call("ssm", "TerminateSession", { SessionId });
  expect(dial(kernel, SessionId, JSON.stringify({ TokenValue })).said()).toContain("has ended");
});

test("the right token opens the channel", () => {
  const { kernel, context, Target } = withNode();
  const { SessionId, TokenValue } = context.call("ssm", "StartSession", {
    Target,
    DocumentName: "AWS-StartInteractiveCommand",
    Parameters: { command: ["top"] },
  });
  const { state, said } = dial(kernel, SessionId, JSON.stringify({ TokenValue }));
  expect(said()).toContain("InteractiveCommands");
  expect(state.closed).toBe(false);
  context.call("ssm", "TerminateSession", { SessionId });
});
