import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProgram, type Program } from "../support/createProgram.ts";

const ACCOUNT = "210987654321";
const TEMPLATE = JSON.stringify({ Resources: { Topic: { Type: "AWS::SNS::Topic" } } });
const POLICY = JSON.stringify({
  Statement: [{ Effect: "Allow", Action: "Update:*", Principal: "*", Resource: "*" }],
});
const BUCKET_CONFIGURATION =
  "<CreateBucketConfiguration><LocationConstraint>us-west-2</LocationConstraint></CreateBucketConfiguration>";

let program: Program;
let endpoint: string;

beforeAll(async () => {
  program = createProgram();
  await program.run([
    "sandbox",
    "start",
    "--detach",
    "--speed",
    "max",
    "--hosts",
    "simulated",
    "--account",
    ACCOUNT,
  ]);
  ({ endpoint } = JSON.parse(readFileSync(join(program.stateDirectory, "sandbox.json"), "utf8")));
  await put("/templates-of-mine", BUCKET_CONFIGURATION);
  await put("/templates-of-mine/dir/template.json", TEMPLATE);
  await put("/templates-of-mine/dir/policy.json", POLICY);
});
afterAll(async () => program.end());

test.each(["AKIAIOSFODNN7EXAMPLE", "ASIAANYTHING", "test", "x"])(
  "the access key %s is an identity of the account that --account names",
  async (accessKeyId) => {
    const answer = await query(
      "sts",
      { Action: "GetCallerIdentity", Version: "2011-06-15" },
      { accessKeyId },
    );
    expect(answer).toContain(`<Account>${ACCOUNT}</Account>`);
  },
);

test.each([
  "https://templates-of-mine.s3.amazonaws.com/dir/",
  "https://templates-of-mine.s3.us-west-2.amazonaws.com/dir/",
  "https://s3.amazonaws.com/templates-of-mine/dir/",
  "https://s3.us-west-2.amazonaws.com/templates-of-mine/dir/",
])("a template and a stack policy are read at %s", async (address) => {
  const StackName = `at-${address.replaceAll(/[^a-z0-9]/g, "-").slice(8)}`.replace(/-+$/, "");
  const made = await cloudFormation("CreateStack", {
    StackName,
    TemplateURL: `${address}template.json`,
    StackPolicyURL: `${address}policy.json`,
  });
  expect(made).toContain(`arn:aws:cloudformation:us-west-2:${ACCOUNT}:stack/${StackName}/`);
  expect(await cloudFormation("GetStackPolicy", { StackName })).toContain("Update:*");
});

test("regions are kept apart", async () => {
  const stack = { StackName: "in-one-region" };
  await cloudFormation("CreateStack", { ...stack, TemplateBody: TEMPLATE }, "eu-west-1");
  expect(await cloudFormation("DescribeStacks", stack, "eu-west-1")).toContain("<StackStatus>");
  expect(await cloudFormation("DescribeStacks", stack)).toContain(
    "Stack with id in-one-region does not exist",
  );
});

interface Caller {
  readonly accessKeyId?: string;
  readonly region?: string;
}

async function query(
  service: string,
  parameters: Readonly<Record<string, string>>,
  caller: Caller,
): Promise<string> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: authorization(service, caller),
    },
    body: new URLSearchParams(parameters).toString(),
  });
  return answer.text();
}

function cloudFormation(
  Action: string,
  parameters: Readonly<Record<string, string>>,
  region = "us-west-2",
): Promise<string> {
  return query("cloudformation", { Action, Version: "2010-05-15", ...parameters }, { region });
}

async function put(path: string, body: string): Promise<void> {
  const answer = await fetch(`${endpoint}${path}`, {
    method: "PUT",
    headers: { authorization: authorization("s3", {}) },
    body,
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Signed by nobody: the sandbox reads who calls where, and takes every signature. */
function authorization(service: string, { accessKeyId = "AKID", region = "us-west-2" }: Caller): string {
  const scope = `20260105/${region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=host, Signature=${"0".repeat(64)}`;
}
