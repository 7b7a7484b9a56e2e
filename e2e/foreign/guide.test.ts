import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { dataBucketTemplate, prerequisitesTemplate, renderTemplate } from "../../packages/core/src/index.ts";
import { startTestSandbox, type TestSandbox } from "../../packages/sandbox/src/testing/startTestSandbox.ts";
import { prepareClients } from "./clients.ts";
import { stopSandbox } from "./stopSandbox.ts";
import { createShell, REGION, type Shell } from "./createShell.ts";

const { clients, missing } = prepareClients();

// oxlint-disable-next-line vitest/no-disabled-tests -- says which clients this machine cannot have
test.skip.each(missing)("the guide's commands, $title: not here, $reason", () => undefined);

const BUCKET = "cluster-data-bucket-us-west-2-123456789012";
/** What the guide's reader has exported. */
const VARIABLES = {
  AWS_REGION: REGION,
  KEYPAIR_NAME: "ml-key",
  STACK_ID_VPC: "parallelcluster-prerequisites",
  DATA_BUCKET_NAME: BUCKET,
};

// The commands stand here as they stand in the guide.
const CREATE_KEY_PAIR = `
aws ec2 create-key-pair \\
    --key-name \${KEYPAIR_NAME} \\
    --query KeyMaterial \\
    --key-type ed25519 \\
    --region \${AWS_REGION} \\
    --output text > \${KEYPAIR_NAME}.pem

# Set appropriate permissions on the private key
chmod 600 \${KEYPAIR_NAME}.pem
`;
const DESCRIBE_KEY_PAIRS = "aws ec2 describe-key-pairs --region ${AWS_REGION}";
const DATA_BUCKET_NAME = `
export DATA_BUCKET_NAME=$(aws cloudformation describe-stacks \\
    --stack-name cluster-data-bucket \\
    --query 'Stacks[0].Outputs[?OutputKey==\`S3BucketName\`].OutputValue' \\
    --region \${AWS_REGION} \\
    --output text)

echo "Your data bucket name is: \${DATA_BUCKET_NAME}"
`;
const FSX_ID = `
export FSX_ID=\`aws cloudformation describe-stacks \\
    --stack-name \${STACK_ID_VPC} \\
    --query 'Stacks[0].Outputs[?OutputKey==\\\`FSxLustreFilesystemId\\\`].OutputValue' \\
    --region \${AWS_REGION} \\
    --output text\`
`;
const CREATE_DATA_LINK = `
aws fsx create-data-repository-association \\
    --file-system-id \${FSX_ID} \\
    --file-system-path "/data" \\
    --data-repository-path s3://\${DATA_BUCKET_NAME} \\
    --s3 AutoImportPolicy='{Events=[NEW,CHANGED,DELETED]},AutoExportPolicy={Events=[NEW,CHANGED,DELETED]}' \\
    --batch-import-meta-data-on-create \\
    --region \${AWS_REGION}
`;
// The guide's text lacks a backslash before its last line; the region then comes from the environment.
const DESCRIBE_DATA_LINK = `
aws fsx describe-data-repository-associations \\
    --filters "Name=file-system-id,Values=\${FSX_ID}" --query "Associations[0].Lifecycle" --output text
    --region \${AWS_REGION}
`;
const STACK_OUTPUTS = `
aws cloudformation describe-stacks \\
    --stack-name $STACK_ID_VPC \\
    --query 'Stacks[0].Outputs[?contains(@.OutputKey, \`\`)].{OutputKey:OutputKey, OutputValue:OutputValue}' \\
    --region \${AWS_REGION} \\
    --output json
`;

describe.each(clients)("the guide's commands, $title", (set) => {
  let sandbox: TestSandbox;
  let shell: Shell;

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    shell = await createShell(set, sandbox.endpoint);
    await writeTemplate(
      "bucket.yaml",
      renderTemplate(dataBucketTemplate({ versioning: false }), { format: "yaml" }),
    );
    await writeTemplate("prerequisites.yaml", renderTemplate(prerequisitesTemplate(), { format: "yaml" }));
    await shell.read(
      `aws cloudformation deploy --stack-name cluster-data-bucket --template-file bucket.yaml --parameter-overrides S3BucketName=${BUCKET}`,
    );
    await shell.read(
      "aws cloudformation create-stack --stack-name parallelcluster-prerequisites --template-body file://prerequisites.yaml --parameters ParameterKey=PrimarySubnetAZ,ParameterValue=us-west-2a",
    );
    await settle("parallelcluster-prerequisites");
    await shell.read(
      "aws cloudformation wait stack-create-complete --stack-name parallelcluster-prerequisites",
    );
  }, 240_000);
  afterAll(() => stopSandbox(sandbox, shell));

  /** Waits here, since the waiters of the CLI look only every 30 seconds. */
  async function settle(stackName: string): Promise<void> {
    const context = sandbox.kernel.context(REGION);
    const status = () =>
      context.call("cloudformation", "DescribeStacks", { StackName: stackName }).Stacks?.[0]?.StackStatus;
    await vi.waitUntil(() => status()?.includes("IN_PROGRESS") === false, { timeout: 60_000 });
    const events =
      context.call("cloudformation", "DescribeStackEvents", { StackName: stackName }).StackEvents ?? [];
    const failures = events.filter(({ ResourceStatus }) => ResourceStatus?.endsWith("FAILED") === true);
    if (failures.length > 0) throw new Error(JSON.stringify(failures, undefined, 2));
  }

  async function writeTemplate(name: string, text: string): Promise<void> {
    await writeFile(join(shell.directory, name), text);
  }

  test("the key pair is made, kept in a file that OpenSSH reads, and listed", async () => {
    await shell.read(CREATE_KEY_PAIR, VARIABLES);
    expect(await shell.read("head -1 ml-key.pem")).toBe("-----BEGIN OPENSSH PRIVATE KEY-----");
    expect(await shell.read("ssh-keygen -y -f ml-key.pem")).toMatch(/^ssh-ed25519 /);
    expect(JSON.parse(await shell.read(DESCRIBE_KEY_PAIRS, VARIABLES))).toMatchObject({
      KeyPairs: [
        { KeyName: "ml-key", KeyType: "ed25519", KeyPairId: expect.stringMatching(/^key-0[\da-f]{16}$/) },
      ],
    });
  });

  test("the bucket's name is read from its stack", async () => {
    expect(await shell.read(DATA_BUCKET_NAME, VARIABLES)).toBe(`Your data bucket name is: ${BUCKET}`);
  });

  test("the outputs of the prerequisites are listed", async () => {
    const outputs: { OutputKey: string; OutputValue: string }[] = JSON.parse(
      await shell.read(STACK_OUTPUTS, VARIABLES),
    );
    expect(outputs.map(({ OutputKey }) => OutputKey).sort()).toEqual([
      "FSxLustreFilesystemDNSname",
      "FSxLustreFilesystemId",
      "FSxLustreFilesystemMountname",
      "FSxORootVolumeId",
      "PrimaryPrivateSubnet",
      "PublicSubnet",
      "SecurityGroup",
      "VPC",
    ]);
  });

  test("the data link is made and answered with every field of the guide's sample, and becomes available", async () => {
    const answer = JSON.parse(await shell.read(`${FSX_ID}${CREATE_DATA_LINK}`, VARIABLES));
    const fileSystemId = await shell.read(`${FSX_ID}echo $FSX_ID`, VARIABLES);
    expect(fileSystemId).toMatch(/^fs-0[\da-f]{16}$/);
    const id: unknown = answer.Association.AssociationId;
    expect(answer).toEqual({
      Association: {
        AssociationId: expect.stringMatching(/^dra-0[\da-f]{16}$/),
        ResourceARN: `arn:aws:fsx:${REGION}:123456789012:association/${fileSystemId}/${String(id)}`,
        FileSystemId: fileSystemId,
        Lifecycle: "CREATING",
        FileSystemPath: "/data",
        DataRepositoryPath: `s3://${BUCKET}`,
        BatchImportMetaDataOnCreate: true,
        ImportedFileChunkSize: 1024,
        S3: {
          AutoImportPolicy: { Events: ["NEW", "CHANGED", "DELETED"] },
          AutoExportPolicy: { Events: ["NEW", "CHANGED", "DELETED"] },
        },
        Tags: [],
        CreationTime: expect.anything(),
      },
    });
    await expect
      .poll(async () => (await shell.run(`${FSX_ID}${DESCRIBE_DATA_LINK}`, VARIABLES)).stdout, {
        timeout: 60_000,
      })
      .toBe("AVAILABLE\n");
  });

  test("`cloudformation deploy` says that there is nothing to do the second time", async () => {
    expect(
      await shell.read(
        `aws cloudformation deploy --stack-name cluster-data-bucket --template-file bucket.yaml --parameter-overrides S3BucketName=${BUCKET} --no-fail-on-empty-changeset`,
      ),
    ).toContain("No changes to deploy. Stack cluster-data-bucket is up to date");
  });

  test("events of a stack come in pages, newest first, and end with its creation", async () => {
    const events: string[] = JSON.parse(
      await shell.read(
        "aws cloudformation describe-stack-events --stack-name parallelcluster-prerequisites --query 'StackEvents[].join(`:`, [LogicalResourceId, ResourceStatus])' --output json",
      ),
    );
    expect(events[0]).toBe("parallelcluster-prerequisites:CREATE_COMPLETE");
    expect(events.at(-1)).toBe("parallelcluster-prerequisites:CREATE_IN_PROGRESS");
  });

  test("a stack is deleted, waited for, and gone", async () => {
    await writeTemplate("group.yaml", "Resources:\n  Group:\n    Type: AWS::Logs::LogGroup\n");
    await shell.read("aws cloudformation create-stack --stack-name short --template-body file://group.yaml");
    await settle("short");
    await shell.read(
      "aws cloudformation delete-stack --stack-name short && aws cloudformation wait stack-delete-complete --stack-name short",
    );
    const { stderr } = await shell.run("aws cloudformation describe-stacks --stack-name short");
    expect(stderr.trim()).toBe(
      "An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id short does not exist",
    );
  });
});
