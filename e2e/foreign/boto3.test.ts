import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../../packages/sandbox/src/testing/startTestSandbox.ts";
import { prepareClients } from "./clients.ts";
import { stopSandbox } from "./stopSandbox.ts";
import { createShell, type Shell } from "./createShell.ts";

const { clients, missing } = prepareClients();

// oxlint-disable-next-line vitest/no-disabled-tests -- says which clients this machine cannot have
test.skip.each(missing)("boto3, $title: not here, $reason", () => undefined);

/** Older releases know no `AWS_ENDPOINT_URL`. */
const PRELUDE = `
import boto3, io, json, os, hashlib
from botocore.exceptions import ClientError
def client(name): return boto3.client(name, endpoint_url=os.environ["AWS_ENDPOINT_URL"])
def resource(name): return boto3.resource(name, endpoint_url=os.environ["AWS_ENDPOINT_URL"])
def code(call, **arguments):
    try: call(**arguments)
    except ClientError as error: return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
def answer(value): print(json.dumps(value, default=str))
`;

describe.each(clients)("boto3, $title", (set) => {
  let sandbox: TestSandbox;
  let shell: Shell;

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    shell = await createShell(set, sandbox.endpoint);
  });
  afterAll(() => stopSandbox(sandbox, shell));

  /** What a program in Python answers. */
  async function python(program: string): Promise<unknown> {
    await writeFile(join(shell.directory, "program.py"), PRELUDE + program);
    return JSON.parse(await shell.read("python program.py"));
  }

  test("carries 20 MB to S3 and back in parts, with metadata", async () => {
    expect(
      await python(`
s3 = client("s3")
s3.create_bucket(Bucket="boto-bucket", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
content = os.urandom(20 * 1024 * 1024)
s3.upload_fileobj(io.BytesIO(content), "boto-bucket", "big", ExtraArgs={"Metadata": {"Owner": "me"}})
back = io.BytesIO()
s3.download_fileobj("boto-bucket", "big", back)
head = s3.head_object(Bucket="boto-bucket", Key="big")
answer([back.getvalue() == content, head["ContentLength"], head["Metadata"]])
`),
    ).toEqual([true, 20_971_520, { owner: "me" }]);
  });

  test("reads a part of an object and its end", async () => {
    expect(
      await python(`
s3 = client("s3")
s3.create_bucket(Bucket="range-bucket", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
s3.put_object(Bucket="range-bucket", Key="k", Body=b"0123456789")
answer([s3.get_object(Bucket="range-bucket", Key="k", Range=r)["Body"].read().decode() for r in ("bytes=2-4", "bytes=7-", "bytes=-2")])
`),
    ).toEqual(["234", "789", "89"]);
  });

  test("pages through a thousand keys and more, and deletes them in batches", async () => {
    expect(
      await python(`
bucket = resource("s3").Bucket("many-bucket")
bucket.create(CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
for i in range(1100): bucket.put_object(Key=f"ключ/{i:04}", Body=b"")
pages = list(client("s3").get_paginator("list_objects_v2").paginate(Bucket="many-bucket"))
keys = [item["Key"] for page in pages for item in page["Contents"]]
bucket.objects.all().delete()
answer([len(pages), len(keys), keys[0], keys[-1], len(list(bucket.objects.all()))])
`),
    ).toEqual([2, 1_100, "ключ/0000", "ключ/1099", 0]);
  });

  test("gets the services' own error codes and statuses", async () => {
    expect(
      await python(`
answer([
  code(client("s3").head_bucket, Bucket="no-such-bucket-here"),
  code(client("s3").get_object, Bucket="no-such-bucket-here", Key="k"),
  code(client("ec2").describe_vpcs, VpcIds=["vpc-00000000000000000"]),
  code(client("iam").get_role, RoleName="nobody"),
  code(client("dynamodb").describe_table, TableName="nothing"),
  code(client("logs").describe_log_streams, logGroupName="nothing"),
  code(client("ec2").run_instances, MinCount=1, MaxCount=1),
])`),
    ).toEqual([
      ["404", 404],
      ["NoSuchBucket", 404],
      ["InvalidVpcID.NotFound", 400],
      ["NoSuchEntity", 404],
      ["ResourceNotFoundException", 400],
      ["ResourceNotFoundException", 400],
      ["MissingParameter", 400],
    ]);
  });

  test("pages through instance types", async () => {
    expect(
      await python(`
pages = list(client("ec2").get_paginator("describe_instance_types").paginate(PaginationConfig={"PageSize": 10}))
names = [item["InstanceType"] for page in pages for item in page["InstanceTypes"]]
answer([len(pages) > 1, "p5.48xlarge" in names, len(names) == len(set(names))])
`),
    ).toEqual([true, true, true]);
  });

  test("waits until an instance runs and until it is gone", async () => {
    expect(
      await python(`
ec2 = client("ec2")
image = ec2.describe_images(Owners=["amazon"], Filters=[{"Name": "architecture", "Values": ["x86_64"]}])["Images"][0]["ImageId"]
made = ec2.run_instances(ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
config = {"Delay": 1, "MaxAttempts": 20}
ec2.get_waiter("instance_running").wait(InstanceIds=[made], WaiterConfig=config)
ec2.terminate_instances(InstanceIds=[made])
ec2.get_waiter("instance_terminated").wait(InstanceIds=[made], WaiterConfig=config)
answer(ec2.describe_instances(InstanceIds=[made])["Reservations"][0]["Instances"][0]["State"]["Name"])
`),
    ).toBe("terminated");
  });

  test("updates an item of DynamoDB under a condition", async () => {
    expect(
      await python(`
dynamodb = resource("dynamodb")
table = dynamodb.create_table(TableName="fleet", BillingMode="PAY_PER_REQUEST", AttributeDefinitions=[{"AttributeName": "Id", "AttributeType": "S"}], KeySchema=[{"AttributeName": "Id", "KeyType": "HASH"}])
table.wait_until_exists()
table.put_item(Item={"Id": "COMPUTE_FLEET", "Data": {"status": "RUNNING"}})
names = {"#d": "Data", "#s": "status"}
def change(before, after): return dict(Key={"Id": "COMPUTE_FLEET"}, UpdateExpression="set #d.#s = :a", ConditionExpression="#d.#s = :b", ExpressionAttributeNames=names, ExpressionAttributeValues={":a": after, ":b": before})
refused = code(table.update_item, **change("STOPPED", "RUNNING"))
table.update_item(**change("RUNNING", "STOP_REQUESTED"))
answer([refused, table.get_item(Key={"Id": "COMPUTE_FLEET"}, ConsistentRead=True)["Item"]["Data"]["status"]])
`),
    ).toEqual([["ConditionalCheckFailedException", 400], "STOP_REQUESTED"]);
  });

  test("makes an alarm of CloudWatch and reads it back, in the protocol of its release", async () => {
    expect(
      await python(`
cloudwatch = client("cloudwatch")
cloudwatch.put_metric_alarm(AlarmName="a", Namespace="AWS/EC2", MetricName="StatusCheckFailed", Statistic="Maximum", Period=60, EvaluationPeriods=2, Threshold=0.5, ComparisonOperator="GreaterThanThreshold", Dimensions=[{"Name": "InstanceId", "Value": "i-0123456789abcdef0"}])
alarm = cloudwatch.describe_alarms(AlarmNames=["a"])["MetricAlarms"][0]
answer([alarm["AlarmName"], alarm["Threshold"], alarm["Dimensions"], alarm["AlarmConfigurationUpdatedTimestamp"].year, code(cloudwatch.put_metric_alarm, AlarmName="b", Namespace="n", MetricName="m", EvaluationPeriods=1, ComparisonOperator="Nonsense")])
`),
    ).toEqual([
      "a",
      0.5,
      [{ Name: "InstanceId", Value: "i-0123456789abcdef0" }],
      2026,
      ["ValidationError", 400],
    ]);
  });
});
