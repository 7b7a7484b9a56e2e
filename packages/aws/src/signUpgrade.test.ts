import { expect, test } from "vitest";
import { signUpgrade } from "./signUpgrade.ts";

const SIGNER = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  region: "us-east-1",
  service: "service",
};
const NOW = new Date("2015-08-30T12:36:00Z");
const SCOPE = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request";

// Requests and signatures of AWS's own test suite of Signature Version 4.
test.each([
  { path: "/", signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31" },
  {
    path: "/?Param2=value2&Param1=value1",
    signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  },
])("$path is signed as AWS does", async ({ path, signature }) => {
  expect(await signUpgrade(`wss://example.amazonaws.com${path}`, SIGNER, NOW)).toEqual({
    "x-amz-date": "20150830T123600Z",
    authorization: `AWS4-HMAC-SHA256 Credential=${SCOPE}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  });
});

test("the token of temporary credentials is sent and signed", async () => {
  const headers = await signUpgrade(
    "wss://example.amazonaws.com/",
    { ...SIGNER, sessionToken: "token" },
    NOW,
  );
  expect(headers["x-amz-security-token"]).toBe("token");
  expect(headers["authorization"]).toContain("SignedHeaders=host;x-amz-date;x-amz-security-token,");
});

test("an address that is signed itself takes no signature", async () => {
  const address = "wss://example.amazonaws.com/v1/data-channel/s?X-Amz-Signature=0";
  expect(await signUpgrade(address, SIGNER, NOW)).toEqual({});
});
