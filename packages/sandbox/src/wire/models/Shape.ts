/** A type of a service's model. Shapes may contain themselves: members answer their target when asked. */
export type Shape = StructureShape | ListShape | MapShape | SimpleShape;

export type StructureShape = PlainStructure | UnionStructure;

export interface PlainStructure extends StructureParts {
  readonly kind: "structure";
}

/** A structure of which one member at a time is set. */
export interface UnionStructure extends StructureParts {
  readonly kind: "union";
}

interface StructureParts {
  readonly name: string;
  /** Name of the root element when the shape is a whole XML body. */
  readonly xmlName: string;
  readonly members: readonly Member[];
  readonly membersByName: ReadonlyMap<string, Member>;
}

export interface ListShape {
  readonly kind: "list";
  readonly element: Member;
}

export interface MapShape {
  readonly kind: "map";
  readonly key: Member;
  readonly value: Member;
}

export interface SimpleShape {
  readonly kind:
    | "string"
    | "number"
    | "boolean"
    | "bigint"
    | "decimal"
    | "document"
    | "blob"
    | "stream"
    | "timestamp"
    | "unit";
  /** How a timestamp is written; `default` is the protocol's own way. */
  readonly timestampFormat: TimestampFormat;
}

export type TimestampFormat = "default" | "date-time" | "http-date" | "epoch-seconds";

/** A member of a structure, or the element, key or value of a list or map. */
export interface Member {
  readonly name: string;
  readonly target: Shape;
  readonly required: boolean;
  readonly xmlName: string | undefined;
  readonly ec2QueryName: string | undefined;
  readonly xmlFlattened: boolean;
  readonly xmlAttribute: boolean;
  /** `prefix|uri` of a namespace that the element declares. */
  readonly xmlNamespace: string | undefined;
  readonly binding: HttpBinding;
}

/** Where a member of an input or output stands in an HTTP message. */
export type HttpBinding =
  | { readonly place: "body" }
  | { readonly place: "payload" }
  | { readonly place: "label" }
  | { readonly place: "status" }
  | { readonly place: "query-map" }
  | { readonly place: "query"; readonly name: string }
  | { readonly place: "header"; readonly name: string }
  | { readonly place: "header-map"; readonly prefix: string };
