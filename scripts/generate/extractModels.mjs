#!/usr/bin/env node
// Extracts the wire schemas of the modelled services from the pinned SDK clients into one small file.
// Usage: node scripts/generate/extractModels.mjs [OUTFILE]
//
// Each shape and operation is one line of text, so that loading the file costs next to nothing and only the
// shapes that a request uses are ever read; packages/sandbox/src/wire/models/parseShape.ts reads them.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const SERVICE_MODELS = join(ROOT, "packages/sandbox/src/kernel/serviceModels.ts");
const OUTFILE = join(ROOT, "packages/sandbox/generated/models.json");
const requireFromSandbox = createRequire(join(ROOT, "packages/sandbox/package.json"));

const OPERATION = 9;
const STRUCTURE = 3;
const UNION = 4;
const LIST = 1;
const MAP = 2;
const SIMPLE = 0;
const ERROR = -3;
const STREAMING_BLOB = 42;
const LIST_OF = 64;
const MAP_OF = 128;

/** Letters of the file for the SDK's numbers of simple types. */
const SIMPLE_LETTERS = new Map([
  [0, "S"],
  [1, "N"],
  [2, "B"],
  [4, "T"],
  [5, "T5"],
  [6, "T6"],
  [7, "T7"],
  [15, "D"],
  [17, "I"],
  [19, "F"],
  [21, "X"],
  [STREAMING_BLOB, "Z"],
]);

/** Bits that the SDK packs member traits into, with their letters. */
const TRAIT_BITS = [
  [1, "L"],
  [16, "p"],
  [32, "c"],
  [64, "Q"],
];

/** Named member traits and their letters; the others say nothing about the wire. */
const TRAIT_LETTERS = new Map([
  ["xmlName", "x"],
  ["ec2QueryName", "q"],
  ["httpHeader", "h"],
  ["httpQuery", "y"],
  ["httpPrefixHeaders", "P"],
  ["httpPayload", "p"],
  ["xmlFlattened", "f"],
  ["xmlAttribute", "A"],
  ["xmlNamespace", "n"],
  ["eventPayload", "E"],
]);

/** Writes the schemas of all services of the kernel and answers how many operations and shapes there are. */
export function extractModels({ outFile = OUTFILE } = {}) {
  const services = {};
  for (const [service, packageName] of modelledServices())
    services[service] = extractService(requireFromSandbox(packageName));
  mkdirSync(dirname(outFile), { recursive: true });
  writeFileSync(outFile, `${JSON.stringify({ format: 1, services }, undefined, 1)}\n`);
  const all = Object.values(services);
  return {
    operationCount: all.reduce((count, service) => count + service.operations.length, 0),
    shapeCount: all.reduce((count, service) => count + service.shapes.length, 0),
  };
}

/** Signing names and client packages, as `interface ServiceModels` declares them. */
function modelledServices() {
  const source = readFileSync(SERVICE_MODELS, "utf8");
  const packages = new Map(
    [...source.matchAll(/^import type \* as (\w+) from "([^"]+)";/gm)].map(([, alias, path]) => [
      alias,
      path,
    ]),
  );
  const body = /export interface ServiceModels \{([^}]*)\}/.exec(source)?.[1] ?? "";
  const services = [...body.matchAll(/^\s*"?([\w-]+)"?: typeof (\w+);/gm)].map(([, service, alias]) => [
    service,
    packages.get(alias),
  ]);
  if (services.length === 0) throw new Error(`no services found in ${SERVICE_MODELS}`);
  return services;
}

function extractService(client) {
  const [, Client] = Object.entries(client).find(([name]) => /^[A-Z]\w*Client$/.test(name));
  const { protocol, protocolSettings } = new Client({ region: "us-east-1" }).config;
  const table = createShapeTable();
  const schemas = Object.values(client).filter(Array.isArray);
  const operations = schemas
    .filter(([kind]) => kind === OPERATION)
    .map((schema) => operationLine(schema, table));
  const errors = schemas.filter(([kind]) => kind === ERROR).map((schema) => errorLine(schema, table));
  return {
    protocol: protocol.getShapeId().replace("aws.protocols#", ""),
    version: protocolSettings.version,
    xmlNamespace: protocolSettings.xmlNamespace ?? "",
    targetPrefix: protocolSettings.serviceTarget ?? "",
    queryCompatible: protocolSettings.awsQueryCompatible === true,
    operations: operations.sort(),
    errors: errors.filter((line) => line !== undefined).sort(),
    shapes: table.lines,
  };
}

/** `Name input output [METHOD URI STATUS]` */
function operationLine([, , name, traits, input, output], table) {
  const http = typeof traits === "object" && traits.http ? ` ${traits.http.join(" ")}` : "";
  return `${name} ${table.reference(input)} ${table.reference(output)}${http}`;
}

/** `Name status queryCode messageMember shape`, with `-` for what is absent. */
function errorLine(schema, table) {
  const [, namespace, name, traits, memberNames] = schema;
  if (namespace.startsWith("smithy.ts.sdk.synthetic")) return undefined;
  const { awsQueryError, error, httpError } = typeof traits === "object" ? traits : {};
  const status = awsQueryError?.[1] ?? httpError ?? (error === "server" ? 500 : 400);
  const message = memberNames.find((member) => member.toLowerCase() === "message") ?? "-";
  return `${name} ${status} ${awsQueryError?.[0] ?? "-"} ${message} ${table.reference(schema)}`;
}

/** Numbers shapes in the order in which they are met and writes each once. */
function createShapeTable() {
  const indexes = new Map();
  const lines = [];

  function reference(schemaOrFunction) {
    const schema = typeof schemaOrFunction === "function" ? schemaOrFunction() : schemaOrFunction;
    if (schema === "unit") return "U";
    if (typeof schema === "number") return numberReference(schema);
    // A two-element schema is a member: the traits are the caller's business.
    if (schema.length === 2) return reference(schema[0]);
    if (schema[0] === SIMPLE) return numberReference(schema[3]?.streaming ? STREAMING_BLOB : schema[4]);
    return place(schema, () => shapeLine(schema, target));
  }

  function numberReference(number) {
    if (number >= MAP_OF) return place(number, () => `m - S ${numberReference(number - MAP_OF)}`);
    if (number >= LIST_OF) return place(number, () => `l - ${numberReference(number - LIST_OF)}`);
    const letter = SIMPLE_LETTERS.get(number);
    if (letter === undefined) throw new Error(`unknown simple type ${number}`);
    return letter;
  }

  function place(key, makeLine) {
    const known = indexes.get(key);
    if (known !== undefined) return String(known);
    const index = lines.push("") - 1;
    indexes.set(key, index);
    lines[index] = makeLine();
    return String(index);
  }

  function target(schema) {
    const member = Array.isArray(schema) && schema.length === 2 ? schema : [schema, 0];
    return [reference(member[0]), ...traitsOf(member[1])].join(",");
  }

  return { lines, reference };
}

/** One line for a structure, union, list or map. @param target writes a member's reference and traits. */
function shapeLine(schema, target) {
  const [kind, , name, traits] = schema;
  switch (kind) {
    case STRUCTURE:
    case ERROR:
    case UNION: {
      const [, , , , names, references, requiredCount = 0] = schema;
      const members = names.map((member, index) =>
        shortened(member, `${member},${target(references[index])}`),
      );
      return [kind === UNION ? "u" : "s", xmlNameOf(name, traits), requiredCount, ...members].join(" ");
    }
    case LIST:
      return `l ${name} ${target(schema[4])}`;
    case MAP:
      return `m ${name} ${target(schema[4])} ${target(schema[5])}`;
    default:
      throw new Error(`unknown kind of schema ${kind} (${name})`);
  }
}

/** EC2's usual pair of names, `VpcId` in the query and `vpcId` in XML, is one letter of the file. */
function shortened(member, text) {
  return text.replace(`,q=${member},x=${member[0].toLowerCase()}${member.slice(1)}`, ",e");
}

function xmlNameOf(name, traits) {
  return typeof traits === "object" && traits.xmlName ? `${name}|${traits.xmlName}` : name;
}

function traitsOf(traits) {
  if (typeof traits === "number")
    return TRAIT_BITS.filter(([bit]) => (traits & bit) !== 0).map(([, letter]) => letter);
  return Object.entries(traits).flatMap(([name, value]) => {
    const letter = TRAIT_LETTERS.get(name);
    if (letter === undefined) return [];
    const text = Array.isArray(value) ? value.join("|") : String(value);
    if (/[\s,]/.test(text))
      throw new Error(`the trait ${name} has a value that the file cannot hold: ${text}`);
    return value === 1 ? [letter] : [`${letter}=${text}`];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  extractModels({ outFile: process.argv[2] ?? OUTFILE });
