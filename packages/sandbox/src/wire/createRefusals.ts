import { AwsError } from "../kernel/AwsError.ts";
import { unknownMember } from "../kernel/unmodelled.ts";
import type { ServiceModel } from "./models/ServiceModel.ts";
import type { Path, Refusals } from "./Refusals.ts";

/** Codes with which the services refuse an input that breaks a constraint, where it is not `ValidationException`. */
const CONSTRAINT_CODES: ReadonlyMap<string, string> = new Map([
  ["logs", "InvalidParameterException"],
  ["pricing", "InvalidParameterException"],
  ["resource-groups", "BadRequestException"],
  ["route53", "InvalidInput"],
  ["sqs", "MissingParameter"],
]);

/** @param count - told of every member that is not modelled, as `service:Operation.Path`. */
export function createRefusals(
  model: ServiceModel,
  operation: string,
  count: (member: string) => void,
): Refusals {
  return {
    ...wordingOf(model),
    unknownMember(path) {
      count(`${model.name}:${operation}.${path.join(".")}`);
      if (model.name === "s3") return malformedXml();
      return unknownMember(model.name, operation, path.join("."));
    },
  };
}

function wordingOf(model: ServiceModel): Pick<Refusals, "wrongType" | "missing"> {
  if (model.name === "s3") return { wrongType: malformedXml, missing: missingInS3 };
  switch (model.protocol) {
    case "ec2Query":
      return { wrongType: wrongTypeInEc2, missing: missingInEc2 };
    case "awsQuery":
      return { wrongType: malformedInput, missing: (paths) => memberNull("ValidationError", paths) };
    case "awsJson1_0":
    case "awsJson1_1":
    case "restJson1":
    case "restXml":
      return {
        wrongType: (_path, expected, found) =>
          new AwsError(
            "SerializationException",
            `${found} can not be converted to ${ARTICLES[expected] ?? expected}`,
          ),
        missing: (paths) => memberNull(CONSTRAINT_CODES.get(model.name) ?? "ValidationException", paths),
      };
  }
}

const ARTICLES: Readonly<Record<string, string>> = {
  string: "a String",
  number: "an Integer",
  boolean: "a Boolean",
  timestamp: "milliseconds since epoch",
  blob: "a Blob",
  list: "a List",
  map: "a Map",
  structure: "a Structure",
  union: "a Structure",
};

function memberNull(code: string, paths: readonly Path[]): AwsError {
  const problems = paths.map(
    (path) =>
      `Value null at '${path.map(lowerFirst).join(".")}' failed to satisfy constraint: Member must not be null`,
  );
  const count = problems.length === 1 ? "1 validation error" : `${problems.length} validation errors`;
  return new AwsError(code, `${count} detected: ${problems.join("; ")}`);
}

function malformedInput(path: Path, expected: string, found: string): AwsError {
  return new AwsError(
    "MalformedInput",
    `The value '${shortened(found)}' of ${path.join(".")} is not ${ARTICLES[expected] ?? expected}`,
  );
}

function wrongTypeInEc2(path: Path, expected: string, found: string): AwsError {
  const parameter = path.join(".");
  return new AwsError(
    "InvalidParameterValue",
    `Invalid value '${shortened(found)}' for ${parameter}. It must be ${ARTICLES[expected] ?? expected}.`,
  );
}

function missingInEc2(paths: readonly Path[]): AwsError {
  const path = (paths[0] ?? []).filter((part) => part !== "member");
  return new AwsError("MissingParameter", `The request must contain the parameter ${path.join(".")}`);
}

function missingInS3(paths: readonly Path[]): AwsError {
  const [first = []] = paths;
  if (first.length === 1)
    return new AwsError("InvalidRequest", `Missing required parameter for this request: '${first[0] ?? ""}'`);
  return malformedXml();
}

function malformedXml(): AwsError {
  return new AwsError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
