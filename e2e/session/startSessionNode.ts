import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateKeyPairCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { createProgram, type Program } from "../support/createProgram.ts";
import { until } from "./until.ts";

export const REGION = "us-west-2";
const NAME = "session-node";
const KEYS = { accessKeyId: "AKIASANDBOX000000000", secretAccessKey: "sandbox" };

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
  const options = { region: REGION, endpoint, credentials: KEYS };
  const ec2 = new EC2Client(options);
  const keyFile = join(program.directory, "node.pem");
  const { KeyMaterial = "" } = await ec2.send(
    new CreateKeyPairCommand({ KeyName: NAME, KeyType: "ed25519" }),
  );
  writeFileSync(keyFile, KeyMaterial, { mode: 0o600 });
  await makeProfile(new IAMClient(options));
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

async function makeProfile(iam: IAMClient): Promise<void> {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  const PolicyArn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
  await iam.send(new CreateRoleCommand({ RoleName: NAME, AssumeRolePolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: NAME, PolicyArn }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: NAME }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: NAME, RoleName: NAME }));
}

async function runInstance(ec2: EC2Client): Promise<string> {
  const { Images = [] } = await ec2.send(
    new DescribeImagesCommand({
      Filters: [
        { Name: "name", Values: ["*ubuntu*"] },
        { Name: "architecture", Values: ["x86_64"] },
      ],
    }),
  );
  const { Instances } = await ec2.send(
    new RunInstancesCommand({
      ImageId: Images[0]?.ImageId,
      InstanceType: "m5.large",
      KeyName: NAME,
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: NAME },
    }),
  );
  const InstanceIds = [Instances?.[0]?.InstanceId ?? ""];
  await until("the instance runs", 60, async () => {
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds }));
    return Reservations?.[0]?.Instances?.[0]?.State?.Name === "running";
  });
  return InstanceIds[0] ?? "";
}

function environmentOf({ directory }: Program, endpoint: string): Record<string, string> {
  const none = join(directory, "no-aws-config");
  return {
    PATH: process.env["PATH"] ?? "/usr/bin:/bin",
    HOME: join(directory, "home"),
    LC_ALL: "C.UTF-8",
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
    AWS_DEFAULT_REGION: REGION,
    AWS_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: none,
    AWS_SHARED_CREDENTIALS_FILE: none,
    AWS_PAGER: "",
  };
}
