import * as fc from "fast-check";
import type { Arbitrary } from "fast-check";
import type { HttpBinding, Member, Shape, StructureShape } from "../models/Shape.ts";

const DEEPEST = 4;
/** Seconds from 2001 to 2033. */
const EPOCH_SECONDS = { min: 1_000_000_000, max: 2_000_000_000 };

/** Members of S3 that its client checks or computes itself. */
const COMPUTED = /^(Checksum|ContentMD5|ContentLength|SSECustomer|CopySourceSSECustomer)/;

/** Inputs or outputs of an operation as the SDK's types have them, every required member set. */
export function structureArbitrary(shape: StructureShape, depth = 0): Arbitrary<Record<string, unknown>> {
  const members = shape.members.filter(
    ({ name, required }) => required || (depth <= DEEPEST && !COMPUTED.test(name)),
  );
  const entries = members.map((member): [string, Arbitrary<unknown>] => [
    member.name,
    memberArbitrary(member, depth),
  ]);
  if (shape.kind === "union") {
    const single = entries.map(([name, value]) => value.map((one) => ({ [name]: one })));
    return single.length === 0 ? fc.constant({}) : fc.oneof(...single);
  }
  const requiredKeys = members.filter(({ required }) => required).map(({ name }) => name);
  return fc.record(Object.fromEntries(entries), { requiredKeys, noNullPrototype: true });
}

function memberArbitrary(member: Member, depth: number): Arbitrary<unknown> {
  if (member.binding.place === "status") return fc.constant(200);
  return isInText(member.binding)
    ? textPlaceArbitrary(member.target)
    : shapeArbitrary(member.target, depth + 1);
}

function isInText(binding: HttpBinding): boolean {
  return binding.place !== "body" && binding.place !== "payload";
}

function shapeArbitrary(shape: Shape, depth: number): Arbitrary<unknown> {
  switch (shape.kind) {
    case "structure":
    case "union":
      return structureArbitrary(shape, depth);
    case "list":
      return fc.array(shapeArbitrary(shape.element.target, depth + 1), { minLength: 1, maxLength: 3 });
    case "map":
      return fc.dictionary(
        fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/),
        shapeArbitrary(shape.value.target, depth + 1),
        { minKeys: 1, maxKeys: 2, noNullPrototype: true },
      );
    case "string":
      return fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
    case "number":
      return fc.integer({ min: -1_000_000, max: 1_000_000 });
    case "boolean":
      return fc.boolean();
    case "timestamp":
      return fc.integer(EPOCH_SECONDS).map((seconds) => new Date(seconds * 1_000));
    case "blob":
      return fc.uint8Array({ minLength: 1, maxLength: 12 });
    case "document":
      return fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string(), { noNullPrototype: true });
    case "bigint":
    case "decimal":
    case "stream":
    case "unit":
      return fc.constant(undefined);
  }
}

/** Values that stand in a path, a query string or a header. */
function textPlaceArbitrary(shape: Shape): Arbitrary<unknown> {
  const word = fc.stringMatching(/^[a-z][a-z0-9-]{1,8}[a-z0-9]$/);
  switch (shape.kind) {
    case "list":
      return fc.array(textPlaceArbitrary(shape.element.target), { minLength: 1, maxLength: 3 });
    case "map":
      return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), word, {
        minKeys: 1,
        maxKeys: 2,
        noNullPrototype: true,
      });
    case "string":
      return word;
    default:
      return shapeArbitrary(shape, 0);
  }
}
