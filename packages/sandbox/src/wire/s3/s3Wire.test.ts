import { createHash } from "node:crypto";
import {
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { readdirSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../../testing/startTestSandbox.ts";
import { createTinyS3, readTinyObject } from "../testing/createTinyS3.ts";

let sandbox: TestSandbox;
let client: S3Client;

beforeAll(async () => {
  sandbox = await startTestSandbox({ modules: [createTinyS3()] });
  client = new S3Client({
    region: "us-west-2",
    endpoint: sandbox.endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  });
});
afterAll(() => sandbox.stop());

interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer | string;
}

async function raw({ method = "PUT", path, headers = {}, body }: RawRequest) {
  return new Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }>(
    (resolve, reject) => {
      const sent = httpRequest(
        { host: "127.0.0.1", port: sandbox.port, method, path, headers, agent: false },
        (answer) => {
          const pieces: Buffer[] = [];
          answer.on("data", (piece: Buffer) => pieces.push(piece));
          answer.on("end", () =>
            resolve({
              status: answer.statusCode ?? 0,
              text: Buffer.concat(pieces).toString(),
              headers: answer.headers,
            }),
          );
        },
      );
      sent.on("error", reject);
      sent.end(body);
    },
  );
}

function stored(key: string, bucket = "bucket"): string {
  return readTinyObject(join(sandbox.stateDirectory, "data"), bucket, key).toString();
}

test("an object of 20 MB goes in and comes out again", async () => {
  const content = Buffer.alloc(20 * 1024 * 1024, "0123456789abcdef");
  await client.send(new PutObjectCommand({ Bucket: "bucket", Key: "large", Body: content }));
  const { Body } = await client.send(new GetObjectCommand({ Bucket: "bucket", Key: "large" }));
  const received = await Body?.transformToByteArray();
  expect(
    createHash("sha256")
      .update(received ?? "")
      .digest("hex"),
  ).toBe(createHash("sha256").update(content).digest("hex"));
  expect(readdirSync(join(sandbox.stateDirectory, "data/incoming"))).toEqual([]);
});

test("a range is answered 206 with its part", async () => {
  await client.send(new PutObjectCommand({ Bucket: "bucket", Key: "ranged", Body: "0123456789" }));
  const answer = await client.send(
    new GetObjectCommand({ Bucket: "bucket", Key: "ranged", Range: "bytes=2-5" }),
  );
  expect(answer.$metadata.httpStatusCode).toBe(206);
  expect(answer.ContentRange).toBe("bytes 2-5/10");
  expect(await answer.Body?.transformToString()).toBe("2345");
});

test("a missing object is 404: with the code in the body of GET, without a body for HEAD", async () => {
  await expect(client.send(new GetObjectCommand({ Bucket: "bucket", Key: "none" }))).rejects.toMatchObject({
    name: "NoSuchKey",
    $metadata: { httpStatusCode: 404 },
  });
  await expect(client.send(new HeadObjectCommand({ Bucket: "bucket", Key: "none" }))).rejects.toMatchObject({
    name: "NotFound",
  });
  expect((await raw({ method: "HEAD", path: "/bucket/none" })).text).toBe("");
});

test("the location is the unwrapped root, and empty for us-east-1", async () => {
  const west = await client.send(new GetBucketLocationCommand({ Bucket: "west" }));
  expect(west.LocationConstraint).toBe("eu-west-1");
  const east = await raw({ method: "GET", path: "/east?location" });
  expect(east.text).toContain('<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>');
});

test("a batch of deletions carries keys that XML must escape", async () => {
  const Objects = [{ Key: "a&b" }, { Key: "<c>" }, { Key: 'd"\u00e9' }];
  const answer = await client.send(new DeleteObjectsCommand({ Bucket: "bucket", Delete: { Objects } }));
  expect(answer.Deleted).toEqual(Objects);
});

test.each([
  { host: "bucket.s3.localhost:80", path: "/key" },
  { host: "bucket.localhost", path: "/key" },
  { host: "bucket.127.0.0.1:4566", path: "/key" },
  { host: "bucket.s3.us-west-2.amazonaws.com", path: "/key" },
  { host: "bucket.s3.amazonaws.com", path: "/key" },
  { host: "s3.localhost", path: "/bucket/key" },
  { host: "s3.us-west-2.amazonaws.com", path: "/bucket/key" },
  { host: "localhost:4566", path: "/bucket/key" },
  { host: "127.0.0.1", path: "http://bucket.s3.us-west-2.amazonaws.com/key" },
])("host $host with path $path names the object", async ({ host, path }) => {
  const content = `${host}${path}`;
  expect((await raw({ path, headers: { host }, body: content })).status).toBe(200);
  expect(stored("key")).toBe(content);
});

test.each(["a b", "a+b", "ü/ö", "..", "a/../b", "//a//", "100%", "a?b#c", "__proto__", "a&b=c", "a/"])(
  "the key %j stays what it is",
  async (key) => {
    await client.send(new PutObjectCommand({ Bucket: "bucket", Key: key, Body: key }));
    expect(stored(key)).toBe(key);
  },
);

const CONTENT = "123456789";

test.each([
  { name: "content-md5", value: "JfnnlDI7RTiF9RgfG2JNCw==" },
  { name: "x-amz-checksum-crc32", value: "y/Q5Jg==" },
  { name: "x-amz-checksum-crc32c", value: "4waSgw==" },
  { name: "x-amz-checksum-crc64nvme", value: "rosUhgp5mIg=" },
  { name: "x-amz-checksum-sha1", value: createHash("sha1").update(CONTENT).digest("base64") },
  { name: "x-amz-checksum-md5", value: "JfnnlDI7RTiF9RgfG2JNCw==" },
  { name: "x-amz-checksum-sha512", value: createHash("sha512").update(CONTENT).digest("base64") },
  { name: "x-amz-checksum-sha256", value: createHash("sha256").update(CONTENT).digest("base64") },
])("$name is verified", async ({ name, value }) => {
  const right = await raw({ path: "/bucket/sum", headers: { [name]: value }, body: CONTENT });
  expect(right.status).toBe(200);
  const wrong = await raw({ path: "/bucket/sum", headers: { [name]: value }, body: `${CONTENT}0` });
  expect(wrong.status).toBe(400);
  expect(wrong.text).toContain("<Code>BadDigest</Code>");
  const broken = await raw({ path: "/bucket/sum", headers: { [name]: "AAA=" }, body: CONTENT });
  expect(broken.text).toMatch(/<Code>(InvalidDigest|InvalidRequest)<\/Code>/);
  expect(readdirSync(join(sandbox.stateDirectory, "data/incoming"))).toEqual([]);
});

const SIGNED_CHUNKS = `5;chunk-signature=${"a".repeat(64)}\r\n12345\r\n4;chunk-signature=b\r\n6789\r\n0;chunk-signature=c\r\n\r\n`;

test("aws-chunked is undone, signed or not, and its trailers are verified", async () => {
  const signed = await raw({
    path: "/bucket/chunked",
    headers: {
      "content-encoding": "aws-chunked,gzip",
      "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "x-amz-decoded-content-length": "9",
    },
    body: SIGNED_CHUNKS,
  });
  expect(signed.headers["x-amz-version-id"]).toBe("gzip");
  expect(stored("chunked")).toBe(CONTENT);
  const headers = {
    "content-encoding": "aws-chunked",
    "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    "x-amz-trailer": "x-amz-checksum-crc32",
  };
  const body = "9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n";
  const right = await raw({ path: "/bucket/trailer", headers, body });
  expect([right.status, right.headers["x-amz-version-id"]]).toEqual([200, "none"]);
  const wrong = await raw({ path: "/bucket/trailer", headers, body: body.replace("56789\r", "56780\r") });
  expect(wrong.text).toContain("<Code>BadDigest</Code>");
  const cut = await raw({ path: "/bucket/trailer", headers, body: body.slice(0, 9) });
  expect(cut.text).toContain("<Code>IncompleteBody</Code>");
  const missing = await raw({ path: "/bucket/trailer", headers, body: "9\r\n123456789\r\n0\r\n\r\n" });
  expect(missing.text).toContain("<Code>MalformedTrailerError</Code>");
});

test("a body other than the one that was signed is refused", async () => {
  const headers = { "x-amz-content-sha256": createHash("sha256").update("other").digest("hex") };
  const answer = await raw({ path: "/bucket/signed", headers, body: CONTENT });
  expect(answer.text).toContain("<Code>XAmzContentSHA256Mismatch</Code>");
});

const DAY_MS = 86_400_000;

function basicDate(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, "");
}

test.each([
  { when: "in time", date: Date.now(), expires: 60, status: 200 },
  { when: "too late", date: Date.now() - DAY_MS, expires: 60, status: 403 },
  { when: "too long", date: Date.now(), expires: 604_801, status: 400 },
])("a pre-signed URL $when is answered $status", async ({ date, expires, status }) => {
  await raw({ path: "/bucket/signed-url", body: CONTENT });
  const query = `X-Amz-Credential=K%2F20260101%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date=${basicDate(date)}&X-Amz-Expires=${expires}&X-Amz-SignedHeaders=host&X-Amz-Signature=0`;
  expect((await raw({ method: "GET", path: `/bucket/signed-url?${query}` })).status).toBe(status);
});

test("a pre-signed URL of signature version 2 expires too", async () => {
  await raw({ path: "/bucket/signed-v2", body: CONTENT });
  const path = "/bucket/signed-v2?AWSAccessKeyId=K&Signature=s&Expires=";
  const nowSeconds = Math.floor(Date.now() / 1_000);
  expect((await raw({ method: "GET", path: `${path}${nowSeconds + 60}` })).text).toBe(CONTENT);
  const late = await raw({ method: "GET", path: `${path}${nowSeconds - 60}` });
  expect(late.text).toContain("<Message>Request has expired</Message>");
});

test.each([
  { what: "no XML", path: "/bucket?delete", body: "not xml", code: "MalformedXML" },
  { what: "a document type", path: "/bucket?delete", body: "<!DOCTYPE a><Delete/>", code: "MalformedXML" },
  {
    what: "an unknown element",
    path: "/bucket?delete",
    body: "<Delete><Foo/></Delete>",
    code: "MalformedXML",
  },
  { what: "a missing list", path: "/bucket?delete", body: "<Delete></Delete>", code: "MalformedXML" },
  { what: "a form upload", path: "/bucket", body: "a=b", code: "NotImplemented" },
  { what: "a broken path", path: "/bucket/%zz", body: "", code: "InvalidURI" },
])("$what is refused with $code", async ({ path, body, code }) => {
  expect((await raw({ method: "POST", path, body })).text).toContain(`<Code>${code}</Code>`);
});

test("an upload that breaks off leaves nothing behind", async () => {
  await new Promise<void>((resolve) => {
    const sent = httpRequest({
      host: "127.0.0.1",
      port: sandbox.port,
      method: "PUT",
      path: "/bucket/broken",
      headers: { "content-length": "1000000" },
    });
    sent.on("error", () => resolve());
    sent.write(Buffer.alloc(100_000));
    sent.on("socket", (socket) => socket.once("connect", () => setImmediate(() => sent.destroy())));
    sent.on("close", () => resolve());
  });
  await expect.poll(() => readdirSync(join(sandbox.stateDirectory, "data/incoming"))).toEqual([]);
  expect(sandbox.defects).toEqual([]);
});
