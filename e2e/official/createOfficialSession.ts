import { startTestSandbox, type TestSandbox } from "../../packages/sandbox/src/testing/startTestSandbox.ts";
import type { SandboxOptions } from "../../packages/sandbox/src/server/SandboxOptions.ts";
import { createPcluster, type JsonAnswer, type Pcluster } from "./createPcluster.ts";
import type { OfficialCli } from "./officialClis.ts";
import { prepareAccount, type PreparedAccount } from "./prepareAccount.ts";
import { listOf } from "./readAnswer.ts";
import { readOpenApi } from "./readOpenApi.ts";

/** The official program on a sandbox that has what the guide's reader has before the cluster. */
export interface OfficialSession {
  readonly sandbox: TestSandbox;
  readonly pcluster: Pcluster;
  readonly account: PreparedAccount;
  /** The answer of a command. @throws {Error} when it differs from the schema of its official description. */
  readonly answer: (schemaName: string, command: string) => Promise<JsonAnswer>;
  /** Instances of the cluster ml-cluster; all of them without a filter. */
  readonly instances: (filter?: string) => Promise<JsonAnswer[]>;
  /** @throws {Error} when the sandbox had defects: a client must not be able to cause any. */
  end(): Promise<void>;
}

export async function createOfficialSession(
  cli: OfficialCli,
  options: Partial<SandboxOptions> = {},
): Promise<OfficialSession> {
  const sandbox = await startTestSandbox(options);
  const pcluster = createPcluster(cli, sandbox.endpoint);
  const account = await prepareAccount(sandbox.kernel);
  const openApi = readOpenApi(cli.openApiPath);

  async function answer(schemaName: string, command: string): Promise<JsonAnswer> {
    const found = await pcluster.json(command);
    const differences = openApi.differences(found, schemaName);
    if (differences.length > 0)
      throw new Error(`${command}: ${differences.join("; ")}\n${JSON.stringify(found)}`);
    return found;
  }

  return {
    sandbox,
    pcluster,
    account,
    answer,
    async instances(filter) {
      const command = "describe-cluster-instances -n ml-cluster";
      const found = await answer(
        "DescribeClusterInstancesResponseContent",
        filter === undefined ? command : `${command} ${filter}`,
      );
      return listOf(found["instances"]);
    },
    async end() {
      pcluster.end();
      await sandbox.stop();
      if (sandbox.defects.length > 0) throw new AggregateError(sandbox.defects, "the sandbox had defects");
    },
  };
}
