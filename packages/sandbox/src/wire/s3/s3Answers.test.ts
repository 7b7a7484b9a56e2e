import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../../testing/startTestSandbox.ts";

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const context = sandbox.kernel.context("us-west-2");
  context.call("s3", "CreateBucket", {
    Bucket: "kept-bucket",
    CreateBucketConfiguration: { LocationConstraint: "us-west-2" },
  });
  context.call("s3", "PutBucketVersioning", {
    Bucket: "kept-bucket",
    VersioningConfiguration: { Status: "Enabled" },
  });
});
afterAll(() => sandbox.stop());

function s3(
  method: string,
  path: string,
  options: RequestInit & { region?: string } = {},
): Promise<Response> {
  const { region = "us-west-2", headers, ...rest } = options;
  return fetch(`${sandbox.endpoint}${path}`, {
    method,
    redirect: "manual",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/${region}/s3/aws4_request, SignedHeaders=host, Signature=0`,
      ...Object.fromEntries(new Headers(headers)),
    },
    ...rest,
  });
}

test.each(["GET", "HEAD"])(
  "%s of a bucket of another region says in a header where it is",
  async (method) => {
    const answer = await s3(method, "/kept-bucket?list-type=2", { region: "eu-west-1" });
    expect([answer.status, answer.headers.get("x-amz-bucket-region")]).toEqual([301, "us-west-2"]);
    expect(await answer.text()).not.toContain("x-amz-bucket-region");
  },
);

test.each(["GET", "HEAD"])("%s of a deleted object names its marker in headers", async (method) => {
  await s3("PUT", "/kept-bucket/gone", { body: "x" });
  const deleted = await s3("DELETE", "/kept-bucket/gone");
  const marker = deleted.headers.get("x-amz-version-id");
  const answer = await s3(method, `/kept-bucket/gone?versionId=${marker}`);
  expect([
    answer.status,
    answer.headers.get("x-amz-delete-marker"),
    answer.headers.get("x-amz-version-id"),
  ]).toEqual([405, "true", marker]);
});

test("an unmodified object is answered with its tag", async () => {
  const put = await s3("PUT", "/kept-bucket/same", { body: "x" });
  const etag = put.headers.get("etag") ?? "";
  const answer = await s3("GET", "/kept-bucket/same", { headers: { "if-none-match": etag } });
  expect([answer.status, answer.headers.get("etag")]).toEqual([304, etag]);
});

test("an object that is overwritten while it is answered comes as it was", async () => {
  await s3("PUT", "/kept-bucket/contended", { body: "before" });
  const contents = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const [, answer] = await Promise.all([
        s3("PUT", "/kept-bucket/contended", { body: `now ${index}` }),
        s3("GET", "/kept-bucket/contended"),
      ]);
      return answer.text();
    }),
  );
  expect(contents.filter((text) => !/^(before|now \d+)$/.test(text))).toEqual([]);
  expect(sandbox.defects).toEqual([]);
});

test("a client that leaves in the middle of an object does no harm", async () => {
  await s3("PUT", "/kept-bucket/large", { body: "x".repeat(8 * 1024 * 1024) });
  const socket = connect(sandbox.port, "127.0.0.1");
  socket.write(
    `GET /kept-bucket/large HTTP/1.1\r\nhost: 127.0.0.1:${sandbox.port}\r\nauthorization: AWS4-HMAC-SHA256 Credential=A/20260101/us-west-2/s3/aws4_request, SignedHeaders=host, Signature=0\r\n\r\n`,
  );
  await new Promise((resolve) => socket.once("data", resolve));
  socket.destroy();
  expect((await s3("HEAD", "/kept-bucket/large")).headers.get("content-length")).toBe("8388608");
  expect(sandbox.defects).toEqual([]);
});
