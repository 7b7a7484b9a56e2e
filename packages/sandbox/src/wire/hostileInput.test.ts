import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AwsError } from "../kernel/AwsError.ts";
import { CborError, decodeCbor } from "./cbor/decodeCbor.ts";
import { encodeCbor } from "./cbor/encodeCbor.ts";
import { createProtocol } from "./createProtocol.ts";
import { createRefusals } from "./createRefusals.ts";
import { findMissing } from "./findMissing.ts";
import { createModelCatalogue } from "./models/createModelCatalogue.ts";
import type { OperationModel } from "./models/ServiceModel.ts";
import { parseQueryString } from "./parseQueryString.ts";
import { readCredentials } from "./readCredentials.ts";
import { AwsChunkedDecoder } from "./s3/AwsChunkedDecoder.ts";
import { readS3Address } from "./s3/S3Address.ts";
import type { WireRequest } from "./WireMessage.ts";
import { escapeXml } from "./xml/escapeXml.ts";
import { parseXml } from "./xml/parseXml.ts";

const catalogue = createModelCatalogue();

const CASES = [
  {
    service: "ec2",
    operation: "RunInstances",
    body: "Action=RunInstances&BlockDeviceMapping.1.Ebs.VolumeSize=8&MinCount=1",
  },
  {
    service: "cloudformation",
    operation: "CreateStack",
    body: "Action=CreateStack&Tags.member.1.Key=a&Capabilities=",
  },
  {
    service: "dynamodb",
    operation: "PutItem",
    body: '{"TableName":"t","Item":{"a":{"M":{"b":{"L":[{"S":"x"},{"B":"AA=="}]}}}}}',
  },
  {
    service: "lambda",
    operation: "CreateFunction",
    body: '{"FunctionName":"f","Code":{"ZipFile":"AA=="},"Timeout":3}',
  },
  {
    service: "route53",
    operation: "ChangeResourceRecordSets",
    body: "<C><ChangeBatch><Changes><Change><Action>x</Action></Change></Changes></ChangeBatch></C>",
  },
  {
    service: "s3",
    operation: "DeleteObjects",
    body: '<Delete xmlns="x"><Object><Key>a&amp;b</Key></Object><Quiet>true</Quiet></Delete>',
  },
] as const;

function operationOf(service: string, name: string) {
  const model = catalogue.get(service);
  const operation = model?.operations.get(name);
  if (model === undefined || operation === undefined) throw new Error(`no ${service} ${name}`);
  return { model, operation };
}

function requestOf(operation: OperationModel, body: Buffer): WireRequest {
  return {
    method: operation.http?.method ?? "POST",
    path: (operation.http?.uri ?? "/").replaceAll(/\{[^}]*\}/g, "x").split("?")[0] ?? "/",
    queryString: "",
    query: new Map([["delete", [""]]]),
    headers: { host: "127.0.0.1" },
    body,
  };
}

/** A text with a few of its bytes changed, taken out or doubled. */
function mutated(text: string) {
  const original = Buffer.from(text);
  const change = fc.record({
    at: fc.nat(original.length - 1),
    kind: fc.constantFrom("set", "drop", "double", "cut"),
    byte: fc.nat(255),
  });
  return fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
    let bytes: Buffer = Buffer.from(original);
    for (const { at, kind, byte } of changes) {
      const head = bytes.subarray(0, at);
      const tail = bytes.subarray(at + 1);
      if (kind === "set") bytes = Buffer.concat([head, Buffer.of(byte), tail]);
      else if (kind === "drop") bytes = Buffer.concat([head, tail]);
      else if (kind === "double") bytes = Buffer.concat([bytes.subarray(0, at + 1), bytes.subarray(at)]);
      else bytes = Buffer.from(head);
    }
    return bytes;
  });
}

describe.each(CASES)("$service $operation", ({ service, operation: name, body }) => {
  const { model, operation } = operationOf(service, name);
  const protocol = createProtocol(model);

  function read(bytes: Buffer): void {
    const refusals = createRefusals(model, name, () => undefined);
    try {
      const input = protocol.readInput(operation, requestOf(operation, bytes), refusals);
      findMissing(operation.input, input);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      protocol.writeError(error, { requestId: "r", method: "POST", resource: "/" });
    }
  }

  test("its own input is read", () => {
    const refusals = createRefusals(model, name, () => undefined);
    expect(() =>
      protocol.readInput(operation, requestOf(operation, Buffer.from(body)), refusals),
    ).not.toThrow();
  });

  test("a mutated input is read or refused as AWS refuses", () => {
    fc.assert(fc.property(mutated(body), read), { numRuns: 300 });
  });

  test("any bytes are read or refused as AWS refuses", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
        read,
      ),
    );
  });
});

test("XML text comes back from its escapes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const parsed = parseXml(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`);
      expect(parsed?.text).toBe(text);
      expect(parsed?.attributes.get("b")).toBe(text);
    }),
  );
});

test.each([
  "",
  "a",
  "<a>",
  "<a></b>",
  "<a/><b/>",
  "<a>&foo;</a>",
  "<a>&#xFFFFFFF;</a>",
  "<a b=c/>",
  "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
  "<a><![CDATA[x</a>",
  "<a".repeat(1000),
  "<a>".repeat(1000),
])("the XML %j is not well-formed", (text) => expect(parseXml(text)).toBeUndefined());

test("CDATA, comments, processing instructions and prefixes are read", () => {
  const parsed = parseXml(
    '<?xml version="1.0"?><!-- c --><p:a xmlns:p="u"><![CDATA[<x>]]><p:b>1</p:b>&#x41;&#66;</p:a>',
  );
  expect(parsed).toMatchObject({ name: "a", text: "<x>AB", children: [{ name: "b", text: "1" }] });
});

test("CBOR comes back from its bytes", () => {
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      fc.double({ noNaN: true }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).value;
  fc.assert(
    fc.property(json, (value) => {
      expect(decodeCbor(encodeCbor(value))).toEqual(value);
    }),
  );
});

test("bytes that are no CBOR are refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        decodeCbor(Buffer.from(bytes));
      } catch (error) {
        if (!(error instanceof CborError)) throw error;
      }
    }),
    { numRuns: 2_000 },
  );
});

test("a chunked body is decoded wherever it is cut", () => {
  const chunk = fc.uint8Array({ minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(
      fc.array(chunk, { maxLength: 4 }),
      fc.array(fc.nat(400), { maxLength: 8 }),
      (chunks, cuts) => {
        const coded = Buffer.concat([
          ...chunks.map((bytes) =>
            Buffer.concat([
              Buffer.from(`${bytes.length.toString(16)};chunk-signature=0\r\n`),
              bytes,
              Buffer.from("\r\n"),
            ]),
          ),
          Buffer.from("0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n"),
        ]);
        const decoder = new AwsChunkedDecoder();
        const places = [
          0,
          ...cuts.filter((cut) => cut < coded.length).sort((left, right) => left - right),
          coded.length,
        ];
        const data = places
          .slice(1)
          .flatMap((end, index) => decoder.decode(coded.subarray(places[index], end)));
        decoder.finish();
        expect(Buffer.concat(data)).toEqual(Buffer.concat(chunks));
        expect(decoder.trailers).toEqual({ "x-amz-checksum-crc32": "AAAA" });
      },
    ),
  );
});

test("any chunked body is decoded or refused", () => {
  fc.assert(
    fc.property(mutated("5;chunk-signature=1\r\n12345\r\n0\r\na:b\r\n\r\n"), (bytes) => {
      try {
        const decoder = new AwsChunkedDecoder();
        decoder.decode(bytes);
        decoder.finish();
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

test("any target, host and credential is read or refused", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (host, path, text) => {
      const query = parseQueryString(text) ?? new Map();
      readCredentials({ authorization: text, "x-amz-region-set": host }, query);
      try {
        readS3Address(host, `/${path}`);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
      }
    }),
  );
});
