import {
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetRoleCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import type { ClusterConfigAws } from "@trainyard/core/cluster-config";
import { abortOptions } from "../abortOptions.ts";
import { asked } from "./asked.ts";

interface AccessClients {
  readonly iam: IAMClient;
  readonly secrets: SecretsManagerClient;
  readonly ssm: SSMClient;
}

export function createAccessQuestions(
  { iam, secrets, ssm }: AccessClients,
  signal: AbortSignal | undefined,
): ClusterConfigAws["access"] {
  const options = abortOptions(signal);
  return {
    role: (name) => exists("GetRole", () => iam.send(new GetRoleCommand({ RoleName: name }), options)),
    instanceProfile: (name) =>
      exists("GetInstanceProfile", () =>
        iam.send(new GetInstanceProfileCommand({ InstanceProfileName: name }), options),
      ),
    policy: (arn) => exists("GetPolicy", () => iam.send(new GetPolicyCommand({ PolicyArn: arn }), options)),
    secret: (arn) =>
      exists("DescribeSecret", () => secrets.send(new DescribeSecretCommand({ SecretId: arn }), options)),
    secretText: (arn) =>
      asked("GetSecretValue", async () => {
        const answer = await secrets.send(new GetSecretValueCommand({ SecretId: arn }), options);
        return answer.SecretString ?? "";
      }),
    parameter: (name) =>
      exists("GetParameter", () => ssm.send(new GetParameterCommand({ Name: name }), options)),
  };
}

function exists(what: string, ask: () => Promise<unknown>) {
  return asked(what, async () => {
    await ask();
    return "exists" as const;
  });
}
