import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ACCESS_KEY, elementOf, queryOf, REGION } from "./callSandbox.ts";
import { createProgram, type Program } from "../support/createProgram.ts";
import { until } from "../support/until.ts";

const NAME = "session-node";

/** The built sandbox with one instance of Ubuntu, which Systems Manager may manage. */
export interface SessionNode {
  readonly program: Program;
  readonly endpoint: string;
  readonly instanceId: string;
  /** The private key of its user `ubuntu`. */
  readonly keyFile: string;
  /** For other programs: as `sandbox env` prints it, and nothing of an account of the user's. */
  readonly environment: Readonly<Record<string, string>>;
  end(): Promise<void>;
}

export async function startSessionNode(
  hosts: "namespaces" | "simulated" = "namespaces",
): Promise<SessionNode> {
  const program = createProgram();
  const start = ["sandbox", "start", "--detach", "--speed", "max", "--hosts", hosts, "--json"];
  const { code, stdout, stderr } = await program.run(start);
  if (code !== 0) throw new Error(`the sandbox did not start: ${stdout}${stderr}`);
  const { endpoint } = JSON.parse(readFileSync(join(program.stateDirectory, "sandbox.json"), "utf8"));
  const ec2 = queryOf(endpoint, "ec2");
  const keyFile = join(program.directory, "node.pem");
  const key = await ec2("CreateKeyPair", { KeyName: NAME, KeyType: "ed25519" });
  writeFileSync(keyFile, `${elementOf(key, "keyMaterial").trim()}\n`, { mode: 0o600 });
  await makeProfile(queryOf(endpoint, "iam"));
  const instanceId = await runInstance(ec2);
  mkdirSync(join(program.directory, "home"));
  return {
    program,
    endpoint,
    instanceId,
    keyFile,
    environment: environmentOf(program, endpoint),
    end: () => program.end(),
  };
}

type Query = ReturnType<typeof queryOf>;

async function makeProfile(iam: Query): Promise<void> {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  const PolicyArn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
  await iam("CreateRole", { RoleName: NAME, AssumeRolePolicyDocument });
  await iam("AttachRolePolicy", { RoleName: NAME, PolicyArn });
  await iam("CreateInstanceProfile", { InstanceProfileName: NAME });
  await iam("AddRoleToInstanceProfile", { InstanceProfileName: NAME, RoleName: NAME });
}

async function runInstance(ec2: Query): Promise<string> {
  const images = await ec2("DescribeImages", {
    "Filter.1.Name": "name",
    "Filter.1.Value.1": "*ubuntu*",
    "Filter.2.Name": "architecture",
    "Filter.2.Value.1": "x86_64",
  });
  const launched = await ec2("RunInstances", {
    ImageId: elementOf(images, "imageId"),
    InstanceType: "m5.large",
    KeyName: NAME,
    MinCount: "1",
    MaxCount: "1",
    "IamInstanceProfile.Name": NAME,
  });
  const instanceId = elementOf(launched, "instanceId");
  await until("the instance runs", 60, async () => {
    const described = await ec2("DescribeInstances", { "InstanceId.1": instanceId });
    return described.includes("<name>running</name>");
  });
  return instanceId;
}

function environmentOf({ directory }: Program, endpoint: string): Record<string, string> {
  const none = join(directory, "no-aws-config");
  return {
    PATH: process.env["PATH"] ?? "/usr/bin:/bin",
    HOME: join(directory, "home"),
    LC_ALL: "C.UTF-8",
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: ACCESS_KEY,
    AWS_SECRET_ACCESS_KEY: "sandbox",
    AWS_DEFAULT_REGION: REGION,
    AWS_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: none,
    AWS_SHARED_CREDENTIALS_FILE: none,
    AWS_PAGER: "",
  };
}
