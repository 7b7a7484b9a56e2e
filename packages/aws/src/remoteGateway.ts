import {
  CancelCommandCommand,
  GetCommandInvocationCommand,
  ResumeSessionCommand,
  SendCommandCommand,
  StartSessionCommand,
  TerminateSessionCommand,
  type SSMClient,
  type StartSessionCommandOutput,
} from "@aws-sdk/client-ssm";
import { TrainyardError, type RemoteGateway, type RemoteResult, type RemoteSession } from "@trainyard/core";
import { abortOptions } from "./abortOptions.ts";
import { signUpgrade } from "./signUpgrade.ts";
import { awsCodeOf, translated } from "./translateError.ts";

const RUNNING = new Set(["Pending", "InProgress", "Delayed", "Cancelling"]);
const NOT_CONNECTED = new Set(["InvalidInstanceId", "TargetNotConnected"]);
/** How long AWS tries to deliver a command to the node. */
const DELIVERY_TIMEOUT_SECONDS = 60;

export function createRemoteGateway(ssm: SSMClient): RemoteGateway {
  return {
    ...commandCalls(ssm),
    ...sessionCalls(ssm),
  };
}

function commandCalls(ssm: SSMClient): Pick<RemoteGateway, "start" | "result" | "cancel"> {
  return {
    start: (instanceId, { lines, timeoutSeconds, comment }, signal) =>
      translated("SendCommand", () =>
        onNode(instanceId, async () => {
          const answer = await ssm.send(
            new SendCommandCommand({
              InstanceIds: [instanceId],
              DocumentName: "AWS-RunShellScript",
              Comment: comment,
              TimeoutSeconds: DELIVERY_TIMEOUT_SECONDS,
              Parameters: { commands: [...lines], executionTimeout: [String(timeoutSeconds)] },
            }),
            abortOptions(signal),
          );
          return answer.Command?.CommandId ?? "";
        }),
      ),
    result: (instanceId, commandId, signal) =>
      translated("GetCommandInvocation", async (): Promise<RemoteResult | "running"> => {
        try {
          const answer = await ssm.send(
            new GetCommandInvocationCommand({ InstanceId: instanceId, CommandId: commandId }),
            abortOptions(signal),
          );
          const status = answer.Status ?? "Pending";
          if (RUNNING.has(status)) return "running";
          return {
            status,
            exitCode: answer.ResponseCode ?? -1,
            stdout: answer.StandardOutputContent ?? "",
            stderr: answer.StandardErrorContent ?? "",
          };
        } catch (error) {
          // The invocation appears a moment after the command was accepted.
          if (awsCodeOf(error) === "InvocationDoesNotExist") return "running";
          throw error;
        }
      }),
    cancel: (commandId, signal) =>
      translated("CancelCommand", async () => {
        await ssm.send(new CancelCommandCommand({ CommandId: commandId }), abortOptions(signal));
      }),
  };
}

function sessionCalls(ssm: SSMClient): Pick<RemoteGateway, "openSession" | "resumeSession" | "closeSession"> {
  return {
    openSession: (instanceId, { document, parameters, reason }, signal) =>
      translated("StartSession", () =>
        onNode(instanceId, async () => {
          const answer = await ssm.send(
            new StartSessionCommand({
              Target: instanceId,
              ...(document === undefined ? {} : { DocumentName: document }),
              ...(parameters === undefined ? {} : { Parameters: listsOf(parameters) }),
              ...(reason === undefined ? {} : { Reason: reason }),
            }),
            abortOptions(signal),
          );
          return sessionOf(answer, ssm);
        }),
      ),
    resumeSession: (sessionId, signal) =>
      translated("ResumeSession", async () => {
        try {
          const answer = await ssm.send(
            new ResumeSessionCommand({ SessionId: sessionId }),
            abortOptions(signal),
          );
          return (answer.TokenValue ?? "") === "" ? "ended" : await sessionOf(answer, ssm);
        } catch (error) {
          if (awsCodeOf(error) === "DoesNotExistException") return "ended";
          throw error;
        }
      }),
    closeSession: (sessionId, signal) =>
      translated("TerminateSession", async () => {
        try {
          await ssm.send(new TerminateSessionCommand({ SessionId: sessionId }), abortOptions(signal));
        } catch (error) {
          if (awsCodeOf(error) !== "DoesNotExistException") throw error;
        }
      }),
  };
}

/** As the official plugin since 1.2.764.0, the request that opens the channel is signed. */
async function sessionOf(
  { SessionId: id = "", StreamUrl: streamUrl = "", TokenValue: token = "" }: StartSessionCommandOutput,
  { config }: SSMClient,
): Promise<RemoteSession> {
  const [credentials, region] = await Promise.all([config.credentials(), config.region()]);
  const signer = { ...credentials, region, service: "ssmmessages" };
  const now = new Date(Date.now() + config.systemClockOffset);
  return { id, streamUrl, token, headers: await signUpgrade(streamUrl, signer, now) };
}

/** Says of a node that its agent has not registered, in our words. */
async function onNode<Answer>(instanceId: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    const awsCode = awsCodeOf(error);
    if (!NOT_CONNECTED.has(awsCode)) throw error;
    const words = error instanceof Error ? error.message : "";
    throw new TrainyardError(
      "NODE_NOT_REACHABLE",
      `Systems Manager does not reach ${instanceId}: ${awsCode}${words === "" ? "" : `: ${words}`}`,
      {
        hint: "The node needs the policy AmazonSSMManagedInstanceCore and a way to AWS: the head node has it by access.ssm, compute nodes by Iam.AdditionalIamPolicies of their queue in `cluster:`. After its start it takes a minute to register.",
        details: { instanceId, awsCode },
        cause: error,
      },
    );
  }
}

function listsOf(parameters: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, [...values]]));
}
