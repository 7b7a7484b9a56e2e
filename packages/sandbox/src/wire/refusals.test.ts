import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../testing/startTestSandbox.ts";
import { createModelCatalogue } from "./models/createModelCatalogue.ts";
import { createEchoModule } from "./testing/createEchoModule.ts";

const SERVICES = [
  "cloudformation",
  "dynamodb",
  "ec2",
  "iam",
  "lambda",
  "logs",
  "monitoring",
  "route53",
  "sqs",
  "sts",
];

let sandbox: TestSandbox;

beforeAll(async () => {
  const catalogue = createModelCatalogue();
  const models = SERVICES.map((service) => catalogue.get(service)).filter((model) => model !== undefined);
  sandbox = await startTestSandbox({ modules: models.map((model) => createEchoModule(model).module) });
});
afterAll(() => sandbox.stop());

function signedFor(service: string): Record<string, string> {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260105/us-west-2/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  };
}

async function post(path: string, headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>) {
  const answer = await fetch(`${sandbox.endpoint}${path}`, { method: "POST", headers, body });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

function form(service: string, body: string) {
  return post("/", { ...signedFor(service), "content-type": "application/x-www-form-urlencoded" }, body);
}

function json(service: string, target: string, body: string | Uint8Array<ArrayBuffer>) {
  const headers = {
    ...signedFor(service),
    "x-amz-target": target,
    "content-type": "application/x-amz-json-1.1",
  };
  return post("/", headers, body);
}

describe("EC2 Query", () => {
  test.each([
    { body: "Version=2016-11-15", code: "MissingAction" },
    { body: "Action=DescribeNothing&Version=2016-11-15", code: "InvalidAction" },
    { body: "Action=DescribeSubnets&Foo=1", code: "UnknownParameter" },
    { body: "Action=DescribeSubnets&Filter.1.Nom=x", code: "UnknownParameter" },
    { body: "Action=DescribeSubnets&SubnetId.one=x", code: "UnknownParameter" },
    { body: "Action=DescribeSubnets&MaxResults=many", code: "InvalidParameterValue" },
    { body: "Action=DescribeSubnets&SubnetId=x", code: "InvalidParameterValue" },
    { body: "Action=DescribeSubnets&DryRun=perhaps", code: "InvalidParameterValue" },
    { body: "Action=%zz", code: "MalformedQueryString" },
  ])("$body is refused with $code", async ({ body, code }) => {
    const { text } = await form("ec2", body);
    expect(text).toMatch(
      new RegExp(
        `^<\\?xml version="1.0" encoding="UTF-8"\\?>\\n<Response><Errors><Error><Code>${code}</Code><Message>.+</Message></Error></Errors><RequestID>[\\da-f-]{36}</RequestID></Response>$`,
      ),
    );
  });

  test("a required parameter that is missing is named", async () => {
    const { status, text } = await form("ec2", "Action=CreateSubnet");
    expect(status).toBe(400);
    expect(text).toContain(
      "<Code>MissingParameter</Code><Message>The request must contain the parameter VpcId</Message>",
    );
  });

  test("GET carries the parameters in its query string", async () => {
    const answer = await fetch(`${sandbox.endpoint}/?Action=DescribeSubnets&Version=2016-11-15`, {
      headers: signedFor("ec2"),
    });
    expect(await answer.text()).toContain(
      '<DescribeSubnetsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">',
    );
  });
});

describe("Query", () => {
  test("every required member that is missing is named, in one message", async () => {
    const { status, text } = await form("cloudformation", "Action=ContinueUpdateRollback");
    expect(status).toBe(400);
    expect(text).toContain("<Type>Sender</Type><Code>ValidationError</Code>");
    expect(text).toContain(
      "1 validation error detected: Value null at 'stackName' failed to satisfy constraint: Member must not be null",
    );
  });

  test("an empty list is a list", async () => {
    const { status } = await form("cloudformation", "Action=CreateStack&StackName=s&Capabilities=");
    expect(status).toBe(200);
  });

  test("an output without members is an empty result, one that is not declared is none", async () => {
    const execute = await form("cloudformation", "Action=ExecuteChangeSet&ChangeSetName=c");
    expect(execute.text).toContain("<ExecuteChangeSetResult></ExecuteChangeSetResult>");
    const remove = await form("cloudformation", "Action=DeleteStack&StackName=s");
    expect(remove.text).not.toContain("DeleteStackResult");
  });

  test("an unknown parameter is refused and counted", async () => {
    const { text } = await form("iam", "Action=GetRole&RoleName=r&Foo.1=x");
    expect(text).toContain("<Code>ValidationError</Code>");
    expect(sandbox.kernel.unmodelledCounts.get("iam:GetRole.Foo")).toBeGreaterThan(0);
  });

  test("a call without a signature is refused, unless it asks for one", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const refused = await post("/", headers, "Action=GetCallerIdentity&Version=2011-06-15");
    expect(refused.status).toBe(403);
    expect(refused.text).toContain("<Code>MissingAuthenticationToken</Code>");
    const asking =
      "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=r&RoleSessionName=s&WebIdentityToken=t";
    expect((await post("/", headers, asking)).status).toBe(200);
  });

  test("a JSON service answers its older clients in Query", async () => {
    const { text } = await form(
      "monitoring",
      "Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1=a",
    );
    expect(text).toContain(
      '<DescribeAlarmsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">',
    );
  });
});

describe("JSON", () => {
  test.each([
    { body: "{", code: "SerializationException" },
    { body: "[]", code: "SerializationException" },
    { body: '{"TableName":1}', code: "SerializationException" },
    { body: '{"TableName":"t","Key":[]}', code: "SerializationException" },
    { body: '{"TableName":"t","Key":{"a":{"Q":1}}}', code: "ValidationException" },
    { body: '{"TableName":"t"}', code: "ValidationException" },
    { body: '{"TableName":"t","Key":{},"Foo":1}', code: "ValidationException" },
  ])("$body is refused with $code", async ({ body, code }) => {
    const { status, text } = await json("dynamodb", "DynamoDB_20120810.GetItem", body);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ __type: expect.stringContaining(code) });
  });

  test("bytes that are not UTF-8 are refused", async () => {
    const { text } = await json("logs", "Logs_20140328.DescribeLogGroups", Uint8Array.of(0x7b, 0xff, 0x7d));
    expect(JSON.parse(text)).toMatchObject({ __type: "SerializationException" });
  });

  test("an operation of another service's target is refused", async () => {
    const { text } = await json("dynamodb", "Logs_20140328.DescribeLogGroups", "{}");
    expect(JSON.parse(text)).toMatchObject({ __type: expect.stringContaining("UnknownOperationException") });
  });

  test("a message member is written as the service's model has it", async () => {
    const { text } = await json("logs", "Logs_20140328.GetLogEvents", "{}");
    expect(JSON.parse(text)).toEqual({
      __type: "InvalidParameterException",
      message:
        "1 validation error detected: Value null at 'logStreamName' failed to satisfy constraint: Member must not be null",
    });
  });

  test("nesting without end is refused", async () => {
    const body = `{"TableName":"t","Key":{"a":${'{"L":['.repeat(5_000)}{"S":"x"}${"]}".repeat(5_000)}}}`;
    const { text } = await json("dynamodb", "DynamoDB_20120810.GetItem", body);
    expect(JSON.parse(text)).toMatchObject({ __type: expect.stringContaining("SerializationException") });
  });
});

test("a service that the sandbox does not have is refused in its client's protocol", async () => {
  const xml = await form("elasticloadbalancing", "Action=DescribeLoadBalancers&Version=2015-12-01");
  expect(xml.text).toContain("<Code>UnknownOperationException</Code>");
  const text = await json("secretsmanager", "secretsmanager.GetSecretValue", "{}");
  expect(JSON.parse(text.text)).toMatchObject({ __type: "UnknownOperationException" });
  const rest = await fetch(`${sandbox.endpoint}/2015-02-01/file-systems`, {
    headers: signedFor("elasticfilesystem"),
  });
  expect(rest.headers.get("x-amzn-errortype")).toBe("UnknownOperationException");
  expect(sandbox.kernel.unmodelledCounts.get("secretsmanager:GetSecretValue")).toBe(1);
});

test("route 53 takes its XML and refuses what is none", async () => {
  const path = "/2013-04-01/hostedzone/Z1/rrset";
  const { text } = await post(path, signedFor("route53"), "<ChangeResourceRecordSetsRequest>");
  expect(text).toContain('<ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">');
});
