import { createHash, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../../packages/sandbox/src/testing/startTestSandbox.ts";
import { prepareClients } from "./clients.ts";
import { stopSandbox } from "./stopSandbox.ts";
import { createShell, type Shell } from "./createShell.ts";

const { clients, missing } = prepareClients();

// oxlint-disable-next-line vitest/no-disabled-tests -- says which clients this machine cannot have
test.skip.each(missing)("the AWS CLI, $title: not here, $reason", () => undefined);

describe.each(clients)("the AWS CLI, $title", (set) => {
  let sandbox: TestSandbox;
  let shell: Shell;

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    shell = await createShell(set, sandbox.endpoint);
  });
  afterAll(() => stopSandbox(sandbox, shell));

  async function json(command: string): Promise<unknown> {
    return JSON.parse(await shell.read(command));
  }

  test("tells who the caller is", async () => {
    expect(await json("aws sts get-caller-identity")).toMatchObject({ Account: "123456789012" });
  });

  test("pages through subnets by itself, and one by one", async () => {
    const all = await shell.read("aws ec2 describe-subnets --query 'Subnets[].SubnetId' --output text");
    const paged = await shell.read(
      "aws ec2 describe-subnets --page-size 5 --query 'Subnets[].SubnetId' --output text",
    );
    expect(paged.split(/\s+/)).toEqual(all.split(/\s+/));
  });

  test("filters with wildcards and prints a table of text", async () => {
    const text = await shell.read(
      "aws ec2 describe-vpcs --filters Name=cidr,Values='172.31.*' --query 'Vpcs[].[CidrBlock,IsDefault]' --output text",
    );
    expect(text).toBe("172.31.0.0/16\tTrue");
  });

  test("prints the service's own words for an error and ends with its code", async () => {
    const { code, stderr } = await shell.run(
      "aws ec2 describe-subnets --subnet-ids subnet-00000000000000000",
    );
    expect(code).not.toBe(0);
    expect(stderr.trim()).toBe(
      "An error occurred (InvalidSubnetID.NotFound) when calling the DescribeSubnets operation: The subnet ID 'subnet-00000000000000000' does not exist",
    );
  });

  test("waits and tries again when calls are throttled", async () => {
    const { faults } = sandbox.kernel;
    faults.add({ service: "ec2", operation: "DescribeVpcs", kind: "throttled", times: 2 });
    expect(await shell.read("aws ec2 describe-vpcs --query 'length(Vpcs)'")).toBe("1");
    expect(faults.list()).toEqual([]);
    faults.add({ service: "s3", kind: "throttled" });
    const { stderr } = await shell.run("AWS_MAX_ATTEMPTS=1 aws s3api list-buckets");
    faults.clear();
    expect(stderr).toContain("(SlowDown) when calling the ListBuckets operation");
  });

  test("says which call is not modelled", async () => {
    const { stderr } = await shell.run("aws elbv2 describe-load-balancers");
    expect(stderr).toContain("UnknownOperationException");
    expect(sandbox.kernel.unmodelledCounts.get("elasticloadbalancing:DescribeLoadBalancers")).toBe(1);
  });

  test("copies 20 MB to S3 and back, in parts", async () => {
    const content = randomBytes(20 * 1024 * 1024);
    writeFileSync(join(shell.directory, "big"), content);
    await shell.read("aws s3 mb s3://copied-bucket && aws s3 cp big s3://copied-bucket/a/big --no-progress");
    expect(await shell.read("aws s3 ls s3://copied-bucket/a/")).toMatch(/ 20971520 big$/);
    await shell.read("aws s3 cp s3://copied-bucket/a/big back --no-progress");
    expect(sha256(readFileSync(join(shell.directory, "back")))).toBe(sha256(content));
  });

  test("syncs a folder with difficult names, and empties a bucket", async () => {
    await shell.read(
      `mkdir -p in/sub && cd in && for name in 'a b' 'ü' 'a+b' "it's" '100%' 'sub/x&y'; do echo "$name" > "$name"; done`,
    );
    await shell.read("aws s3 mb s3://synced-bucket && aws s3 sync in s3://synced-bucket --no-progress");
    await shell.read("aws s3 sync s3://synced-bucket out --no-progress && diff -r in out");
    await shell.read("aws s3 rb s3://synced-bucket --force");
    expect(await shell.read("aws s3 ls")).not.toContain("synced-bucket");
  });

  test("pre-signs a URL that any program can fetch", async () => {
    await shell.read(
      "echo hello > hello && aws s3 mb s3://signed-bucket && aws s3 cp hello s3://signed-bucket/hello",
    );
    const url = await shell.read("aws s3 presign s3://signed-bucket/hello --expires-in 60");
    expect(await (await fetch(url)).text()).toBe("hello\n");
  });

  test("writes and reads an item of DynamoDB with every kind of value", async () => {
    await shell.read(
      "aws dynamodb create-table --table-name table --billing-mode PAY_PER_REQUEST --attribute-definitions AttributeName=Id,AttributeType=S --key-schema AttributeName=Id,KeyType=HASH && aws dynamodb wait table-exists --table-name table",
    );
    const item = {
      Id: { S: "x" },
      n: { N: "1.5" },
      l: { L: [{ BOOL: true }, { NULL: true }] },
      m: { M: { set: { SS: ["a"] } } },
    };
    await shell.read(`aws dynamodb put-item --table-name table --item '${JSON.stringify(item)}'`);
    expect(await json(`aws dynamodb get-item --table-name table --key '{"Id":{"S":"x"}}'`)).toEqual({
      Item: item,
    });
  });

  test("makes an IAM role and reads its policy document back", async () => {
    const document = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    };
    await shell.read(
      `aws iam create-role --role-name r --assume-role-policy-document '${JSON.stringify(document)}'`,
    );
    expect(await json("aws iam get-role --role-name r --query Role.AssumeRolePolicyDocument")).toEqual(
      document,
    );
  });

  test("writes log events and reads them back", async () => {
    await shell.read(
      "aws logs create-log-group --log-group-name g && aws logs create-log-stream --log-group-name g --log-stream-name s",
    );
    const timestamp = sandbox.kernel.clock.nowMs();
    await shell.read(
      `aws logs put-log-events --log-group-name g --log-stream-name s --log-events timestamp=${timestamp},message=hello`,
    );
    expect(
      await json("aws logs get-log-events --log-group-name g --log-stream-name s --query 'events[].message'"),
    ).toEqual(["hello"]);
  });
});

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
