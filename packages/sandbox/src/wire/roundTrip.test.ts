import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../testing/startTestSandbox.ts";
import { createModelCatalogue } from "./models/createModelCatalogue.ts";
import type { ServiceModel } from "./models/ServiceModel.ts";
import { createEchoModule, type EchoModule } from "./testing/createEchoModule.ts";
import { structureArbitrary } from "./testing/shapeArbitrary.ts";

/** The packages of the SDK by signing name. */
const CLIENTS: readonly { readonly service: string; readonly package: string }[] = [
  { service: "cloudformation", package: "client-cloudformation" },
  { service: "dynamodb", package: "client-dynamodb" },
  { service: "ec2", package: "client-ec2" },
  { service: "fsx", package: "client-fsx" },
  { service: "iam", package: "client-iam" },
  { service: "lambda", package: "client-lambda" },
  { service: "logs", package: "client-cloudwatch-logs" },
  { service: "monitoring", package: "client-cloudwatch" },
  { service: "pricing", package: "client-pricing" },
  { service: "resource-groups", package: "client-resource-groups" },
  { service: "route53", package: "client-route-53" },
  { service: "s3", package: "client-s3" },
  { service: "servicequotas", package: "client-service-quotas" },
  { service: "sns", package: "client-sns" },
  { service: "sqs", package: "client-sqs" },
  { service: "ssm", package: "client-ssm" },
  { service: "sts", package: "client-sts" },
];

const UNTRIED = new Set([
  // Event streams and stream payloads, which the sandbox does not model.
  "GetLogObject",
  "StartLiveTail",
  "InvokeWithResponseStream",
  "InvokeAsync",
  "GetObject",
  "GetObjectAnnotation",
  "GetObjectTorrent",
  "PutObject",
  "PutObjectAnnotation",
  "SelectObjectContent",
  "UploadPart",
  "WriteGetObjectResponse",
  // The client changes `Expires`.
  "HeadObject",
  // The client takes an answer without a result for an error.
  "UploadPartCopy",
  // Its requests differ from those of ListBuckets by the host alone.
  "ListDirectoryBuckets",
  // The client compares digests of the messages.
  "ReceiveMessage",
  "SendMessage",
  "SendMessageBatch",
  // Its only required member may be an empty structure, which the protocol cannot say.
  "GetFlowLogsIntegrationTemplate",
]);

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * What two sides of a round trip agree on: bytes by their content, no empty structures (the Query protocols
 * cannot say them), no idempotency tokens, which the client adds.
 */
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  // The SDK reads text that is JSON into an object of the class String.
  if (Object.prototype.toString.call(value) === "[object String]") return String(value);
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const elements = value.map(comparable).filter((element) => element !== undefined);
    return elements.length === 0 ? undefined : elements;
  }
  const entries = Object.entries(value)
    .map(([name, member]): [string, unknown] => [name, comparable(member)])
    .filter(([, member]) => member !== undefined && !(typeof member === "string" && UUID.test(member)));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

interface DynamicClient {
  send(command: object): Promise<Record<string, unknown>>;
}

type Constructor = new (input: object) => object;

const catalogue = createModelCatalogue();

function modelOf(service: string): ServiceModel {
  const model = catalogue.get(service);
  if (model === undefined) throw new Error(`no model of ${service}`);
  return model;
}

describe.each(CLIENTS)("$service", ({ service, package: packageName }) => {
  const model = modelOf(service);
  const echo: EchoModule = createEchoModule(model);
  let sandbox: TestSandbox;
  let sdk: Record<string, unknown>;
  let client: DynamicClient;

  beforeAll(async () => {
    sandbox = await startTestSandbox({ modules: [echo.module] });
    sdk = await import(`@aws-sdk/${packageName}`);
    const [, Client] =
      Object.entries(sdk).find(([name]) => /^[A-Z]\w*Client$/.test(name) && !name.startsWith("__")) ?? [];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the clients are chosen by name
    client = new (Client as Constructor)({
      region: "us-west-2",
      endpoint: sandbox.endpoint,
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
      maxAttempts: 1,
    }) as DynamicClient;
  });
  afterAll(() => sandbox.stop());

  test("every operation takes what the SDK sends and the SDK reads what it answers", async () => {
    const problems: string[] = [];
    for (const operation of model.operations.values()) {
      if (UNTRIED.has(operation.name)) continue;
      const sample = { numRuns: 1, seed: 7 };
      const inputs = fc.sample(structureArbitrary(operation.input), sample);
      const outputs = fc.sample(structureArbitrary(operation.output), sample);
      for (const [index, input] of inputs.entries()) {
        echo.output = outputs[index] ?? {};
        echo.input = undefined;
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the commands are chosen by name
        const Command = sdk[`${operation.name}Command`] as Constructor;
        try {
          const { $metadata: _, ...answer } = await client.send(new Command(input));
          expect(comparable(echo.input)).toEqual(comparable(input));
          expect(comparable(answer)).toEqual(comparable(echo.output));
        } catch (error) {
          problems.push(
            `${operation.name}: ${String(error)} ${JSON.stringify({ input, received: echo.input, output: echo.output })}`,
          );
        }
      }
    }
    expect(problems).toEqual([]);
    expect(sandbox.defects).toEqual([]);
  }, 60_000);
});
