import { createShapeLookup, type ShapeLookup } from "./parseShape.ts";
import type { Shape, StructureShape } from "./Shape.ts";

export type ProtocolName = "ec2Query" | "awsQuery" | "awsJson1_0" | "awsJson1_1" | "restJson1" | "restXml";

/** What the wire layer knows of a service: its protocol, its operations and its errors. */
export interface ServiceModel {
  /** The signing name: `logs`, `servicequotas`. */
  readonly name: string;
  readonly protocol: ProtocolName;
  readonly version: string;
  readonly xmlNamespace: string;
  /** What stands before the dot in `X-Amz-Target`. */
  readonly targetPrefix: string;
  /** True for a JSON service that also answers the Query protocol, as older clients speak it. */
  readonly queryCompatible: boolean;
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** By shape name and by the code that goes over the wire. */
  readonly errors: ReadonlyMap<string, ErrorModel>;
}

export interface OperationModel {
  readonly name: string;
  readonly input: StructureShape;
  readonly output: StructureShape;
  readonly http: HttpTrait | undefined;
}

export interface HttpTrait {
  readonly method: string;
  /** `/2013-04-01/hostedzone/{Id}` or `/{Key+}?list-type=2` */
  readonly uri: string;
  readonly status: number;
}

export interface ErrorModel {
  readonly shapeName: string;
  /** The code that Query services write: `NoSuchEntity` for the shape `NoSuchEntityException`. */
  readonly queryCode: string;
  readonly httpStatus: number;
  /** `Message` or `message`, as the shape declares it. */
  readonly messageMember: string;
  readonly shape: StructureShape;
}

/** A service as it stands in the models file. */
export interface ServiceModelText {
  readonly protocol: string;
  readonly version: string;
  readonly xmlNamespace: string;
  readonly targetPrefix: string;
  readonly queryCompatible: boolean;
  readonly operations: readonly string[];
  readonly errors: readonly string[];
  readonly shapes: readonly string[];
}

const PROTOCOLS: readonly ProtocolName[] = [
  "ec2Query",
  "awsQuery",
  "awsJson1_0",
  "awsJson1_1",
  "restJson1",
  "restXml",
];

/** Input or output of an operation that declares none. */
export const UNIT: StructureShape = {
  kind: "structure",
  name: "Unit",
  xmlName: "Unit",
  members: [],
  membersByName: new Map(),
};

/** @throws {Error} for a protocol that the wire layer does not speak: the models file is not of this version. */
export function readServiceModel(name: string, text: ServiceModelText): ServiceModel {
  const protocol = PROTOCOLS.find((known) => known === text.protocol);
  if (protocol === undefined) throw new Error(`${name} speaks the unknown protocol ${text.protocol}`);
  const lookup = createShapeLookup(text.shapes);
  const operations = text.operations.map((line) => readOperation(line, lookup));
  return {
    name,
    protocol,
    version: text.version,
    xmlNamespace: text.xmlNamespace,
    targetPrefix: text.targetPrefix,
    queryCompatible: text.queryCompatible,
    operations: new Map(operations.map((operation) => [operation.name, operation])),
    errors: readErrors(text.errors, lookup),
  };
}

function readOperation(line: string, lookup: ShapeLookup): OperationModel {
  const [name = "", input = "", output = "", method, uri = "", status] = line.split(" ");
  return {
    name,
    get input() {
      return structureOf(lookup(input));
    },
    get output() {
      return structureOf(lookup(output));
    },
    http: method === undefined ? undefined : { method, uri, status: Number(status) },
  };
}

function structureOf(shape: Shape): StructureShape {
  return shape.kind === "structure" || shape.kind === "union" ? shape : UNIT;
}

function readErrors(lines: readonly string[], lookup: ShapeLookup): ReadonlyMap<string, ErrorModel> {
  const errors = new Map<string, ErrorModel>();
  for (const line of lines) {
    const [shapeName = "", status = "400", code = "-", message = "-", shape = "U"] = line.split(" ");
    const error: ErrorModel = {
      shapeName,
      queryCode: code === "-" ? shapeName : code,
      httpStatus: Number(status),
      messageMember: message === "-" ? "message" : message,
      get shape() {
        return structureOf(lookup(shape));
      },
    };
    errors.set(shapeName, error);
    if (!errors.has(error.queryCode)) errors.set(error.queryCode, error);
  }
  return errors;
}
