import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  type Stack,
} from "@aws-sdk/client-cloudformation";
import type { RegionContext } from "../../packages/sandbox/src/kernel/CallContext.ts";
import { startTestSandbox } from "../../packages/sandbox/src/testing/startTestSandbox.ts";

const CAPABILITIES = ["CAPABILITY_NAMED_IAM" as const];
const POLL_MS = 20;
const REGION = "us-west-2";

export interface Account {
  /** Calls operations of the account's services in its region. */
  readonly call: RegionContext["call"];
  /** Creates the stack, or updates it when it is there, and waits for its end. */
  deploy(name: string, template: string, parameters?: Readonly<Record<string, string>>): Promise<Deployed>;
  remove(nameOrId: string): Promise<Deployed>;
  end(): Promise<void>;
}

export interface Deployed {
  readonly id: string;
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** `LogicalId STATUS reason` of every failure, oldest first. */
  readonly failures: readonly string[];
}

/** A fresh account on a sandbox of its own, driven by AWS's client as anybody's program would. */
export async function createAccount(): Promise<Account> {
  const sandbox = await startTestSandbox();
  const client = new CloudFormationClient({
    endpoint: sandbox.endpoint,
    region: REGION,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  });
  return {
    call: (service, operation, input) => sandbox.kernel.context(REGION).call(service, operation, input),
    async deploy(name, template, parameters = {}) {
      const input = {
        StackName: name,
        TemplateBody: template,
        Capabilities: CAPABILITIES,
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
      };
      const isThere = await client.send(new DescribeStacksCommand({ StackName: name })).then(
        () => true,
        () => false,
      );
      await client.send(isThere ? new UpdateStackCommand(input) : new CreateStackCommand(input));
      return settled(client, name);
    },
    async remove(nameOrId) {
      const { id } = await settled(client, nameOrId);
      await client.send(new DeleteStackCommand({ StackName: id }));
      return settled(client, id);
    },
    async end() {
      client.destroy();
      await sandbox.stop();
    },
  };
}

async function settled(client: CloudFormationClient, nameOrId: string): Promise<Deployed> {
  for (;;) {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: nameOrId }));
    const [stack] = Stacks;
    if (stack === undefined) throw new Error(`no stack ${nameOrId}`);
    if (stack.StackStatus?.endsWith("_IN_PROGRESS") !== true) return deployed(client, stack);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function deployed(client: CloudFormationClient, stack: Stack): Promise<Deployed> {
  const { StackEvents = [] } = await client.send(
    new DescribeStackEventsCommand({ StackName: stack.StackId }),
  );
  const outputs = (stack.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [
    OutputKey,
    OutputValue,
  ]);
  return {
    id: stack.StackId ?? "",
    status: stack.StackStatus ?? "",
    outputs: Object.fromEntries(outputs),
    failures: StackEvents.filter(({ ResourceStatus = "" }) => ResourceStatus.endsWith("_FAILED"))
      .map(
        ({ LogicalResourceId = "", ResourceStatus = "", ResourceStatusReason = "" }) =>
          `${LogicalResourceId} ${ResourceStatus} ${ResourceStatusReason}`,
      )
      .reverse(),
  };
}
