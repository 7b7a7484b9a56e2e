import type { AwsError } from "../../kernel/AwsError.ts";
import type { ErrorModel } from "../models/ServiceModel.ts";
import { JSON_DIALECT, writeJsonStructure, type JsonDialect } from "./writeJsonShape.ts";

/** The message and the further members of an error; those of its shape in the shape's types. */
export function writeErrorMembers(
  error: AwsError,
  model: ErrorModel | undefined,
  dialect: JsonDialect = JSON_DIALECT,
): Record<string, unknown> {
  return {
    [model?.messageMember ?? "message"]: error.message,
    ...error.members,
    ...(model === undefined ? {} : writeJsonStructure(model.shape, error.members, dialect)),
  };
}
