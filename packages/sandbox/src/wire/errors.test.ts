import { DescribeStacksCommand, CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DescribeAlarmsCommand, CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeFileSystemsCommand, FSxClient } from "@aws-sdk/client-fsx";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AwsError } from "../kernel/AwsError.ts";
import type { ServiceModule } from "../kernel/ServiceModule.ts";
import { startTestSandbox, type TestSandbox } from "../testing/startTestSandbox.ts";
import { decodeCbor } from "./cbor/decodeCbor.ts";
import { encodeCbor } from "./cbor/encodeCbor.ts";
import { createModelCatalogue } from "./models/createModelCatalogue.ts";
import { createEchoModule } from "./testing/createEchoModule.ts";

const SERVICES = [
  "cloudformation",
  "dynamodb",
  "ec2",
  "fsx",
  "iam",
  "lambda",
  "monitoring",
  "route53",
  "s3",
  "sqs",
];

let sandbox: TestSandbox;
let thrown: AwsError = new AwsError("Unset", "");

beforeAll(async () => {
  const catalogue = createModelCatalogue();
  const models = SERVICES.map((name) => catalogue.get(name)).filter((model) => model !== undefined);
  sandbox = await startTestSandbox({
    modules: models.map((model) => failing(createEchoModule(model).module)),
  });
});
afterAll(() => sandbox.stop());

/** The same service, whose every operation fails. */
function failing(module: ServiceModule): ServiceModule {
  const operations = Object.entries(module.operations).map(([name, { members }]) => [
    name,
    {
      members,
      run() {
        throw thrown;
      },
    },
  ]);
  return { ...module, operations: Object.fromEntries(operations) };
}

function settings() {
  return {
    region: "us-west-2",
    endpoint: sandbox.endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    maxAttempts: 1,
  };
}

const ITEM = { Id: { S: "x" }, Bytes: { B: Uint8Array.of(1, 2) } };

test.each([
  {
    service: "IAM",
    error: new AwsError("NoSuchEntity", "no <role>"),
    send: () => new IAMClient(settings()).send(new GetRoleCommand({ RoleName: "r" })),
    answer: { name: "NoSuchEntityException", message: "no <role>", $metadata: { httpStatusCode: 404 } },
  },
  {
    service: "CloudFormation",
    error: new AwsError("ValidationError", "Stack with id x does not exist"),
    send: () => new CloudFormationClient(settings()).send(new DescribeStacksCommand({ StackName: "x" })),
    answer: { name: "ValidationError", message: "Stack with id x does not exist", $fault: "client" },
  },
  {
    service: "EC2",
    error: new AwsError("DryRunOperation", "Request would have succeeded", { httpStatus: 412 }),
    send: () => new EC2Client(settings()).send(new DescribeVpcsCommand({})),
    answer: { name: "DryRunOperation", $metadata: { httpStatusCode: 412 } },
  },
  {
    service: "FSx",
    error: new AwsError("FileSystemNotFound", "no file system"),
    send: () => new FSxClient(settings()).send(new DescribeFileSystemsCommand({})),
    answer: { name: "FileSystemNotFound", message: "no file system" },
  },
  {
    service: "DynamoDB",
    error: new AwsError("ConditionalCheckFailedException", "failed", { members: { Item: ITEM } }),
    send: () => new DynamoDBClient(settings()).send(new PutItemCommand({ TableName: "t", Item: {} })),
    answer: { name: "ConditionalCheckFailedException", message: "failed", Item: ITEM },
  },
  {
    service: "Lambda",
    error: new AwsError("ResourceNotFoundException", "no function", { members: { Type: "User" } }),
    send: () => new LambdaClient(settings()).send(new GetFunctionCommand({ FunctionName: "f" })),
    answer: { name: "ResourceNotFoundException", Type: "User", $metadata: { httpStatusCode: 404 } },
  },
  {
    service: "Route 53",
    error: new AwsError("NoSuchHostedZone", "no zone"),
    send: () => new Route53Client(settings()).send(new GetHostedZoneCommand({ Id: "Z" })),
    answer: { name: "NoSuchHostedZone", message: "no zone", $metadata: { httpStatusCode: 404 } },
  },
  {
    service: "S3",
    error: new AwsError("NoSuchBucket", "no bucket", { members: { BucketName: "b&c" } }),
    send: () => new S3Client(settings()).send(new ListObjectsV2Command({ Bucket: "bucket" })),
    answer: { name: "NoSuchBucket", BucketName: "b&c", $metadata: { httpStatusCode: 404 } },
  },
  {
    service: "SQS",
    error: new AwsError("QueueDoesNotExist", "no queue"),
    send: () => new SQSClient(settings()).send(new GetQueueUrlCommand({ QueueName: "q" })),
    answer: { name: "QueueDoesNotExist", message: "no queue" },
  },
  {
    service: "CloudWatch",
    error: new AwsError("InvalidNextToken", "a bad token"),
    send: () => new CloudWatchClient(settings()).send(new DescribeAlarmsCommand({})),
    answer: { name: "InvalidNextToken", message: "a bad token" },
  },
])("the SDK reads an error of $service", async ({ error, send, answer }) => {
  thrown = error;
  await expect(send()).rejects.toMatchObject(answer);
});

test("a client that speaks CBOR gets its error in CBOR", async () => {
  thrown = new AwsError("ResourceNotFound", "no dashboard");
  const answer = await fetch(
    `${sandbox.endpoint}/service/GraniteServiceVersion20100801/operation/GetDashboard`,
    {
      method: "POST",
      headers: {
        authorization:
          "AWS4-HMAC-SHA256 Credential=A/20260105/us-west-2/monitoring/aws4_request, Signature=0",
        "smithy-protocol": "rpc-v2-cbor",
        "content-type": "application/cbor",
      },
      body: new Uint8Array(encodeCbor({ DashboardName: "d" })),
    },
  );
  expect(answer.status).toBe(404);
  expect(answer.headers.get("smithy-protocol")).toBe("rpc-v2-cbor");
  expect(answer.headers.get("x-amzn-query-error")).toBe("ResourceNotFound;Sender");
  expect(decodeCbor(Buffer.from(await answer.arrayBuffer()))).toMatchObject({ message: "no dashboard" });
});
