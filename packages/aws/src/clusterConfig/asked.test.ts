import { expect, test } from "vitest";
import { answered, asked } from "./asked.ts";

/** An error as the SDK throws it. */
function serviceError(name: string, message: string, httpStatusCode: number): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

function asking(error: unknown) {
  return asked("DescribeSubnets", async () => {
    throw error;
  });
}

test.each([
  {
    what: "a thing that is missing",
    error: serviceError("InvalidSubnetID.NotFound", "The subnet ID 'subnet-1' does not exist", 400),
    code: "InvalidSubnetID.NotFound",
    message: "The subnet ID 'subnet-1' does not exist",
  },
  {
    what: "a call that is not allowed",
    error: serviceError("UnauthorizedOperation", "You are not authorized", 403),
    code: "UnauthorizedOperation",
    message: "You are not authorized",
  },
  {
    what: "a missing bucket, whose answer has no body",
    error: serviceError("NotFound", "UnknownError", 404),
    code: "404",
    message: "Not Found",
  },
  {
    what: "a bucket of someone else",
    error: serviceError("403", "UnknownError", 403),
    code: "403",
    message: "Forbidden",
  },
])("$what is an answer", async ({ error, code, message }) => {
  expect(await asking(error)).toEqual({ kind: "refused", code, message });
});

test.each([
  {
    what: "nobody at the endpoint",
    error: Object.assign(new Error("no"), { code: "ECONNREFUSED" }),
    code: "ENDPOINT_UNREACHABLE",
  },
  {
    what: "no credentials",
    error: Object.assign(new Error("none"), { name: "CredentialsProviderError" }),
    code: "CREDENTIALS_MISSING",
  },
  {
    what: "expired credentials",
    error: serviceError("ExpiredToken", "expired", 400),
    code: "CREDENTIALS_MISSING",
  },
  {
    what: "keys that AWS does not know",
    error: serviceError("AuthFailure", "no such key", 401),
    code: "ACCESS_DENIED",
  },
])("$what says nothing about the account: $code", async ({ error, code }) => {
  await expect(asking(error)).rejects.toMatchObject({ code });
});

test("what was found is an answer, and a refusal of ours stays as it is", async () => {
  expect(await asked("x", async () => 7)).toEqual({ kind: "found", value: 7 });
  const refusal = { kind: "refused", code: "A", message: "b" } as const;
  expect(await answered("x", async () => refusal)).toBe(refusal);
});
