import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { findNamed } from "../../kernel/NameTable.ts";
import { lambdaStore, type FunctionRecord } from "./LambdaState.ts";

/** @param reference - name, partial ARN (`account:function:name`) or ARN, with or without a qualifier. */
export function functionOf(reference: string | undefined, context: RegionContext): FunctionRecord {
  const name = functionNameOf(reference ?? "");
  const found = findNamed(context.store(lambdaStore).functions, name);
  if (found === undefined)
    throw new AwsError("ResourceNotFoundException", `Function not found: ${functionArn(name, context)}`, {
      httpStatus: 404,
    });
  return found;
}

export function functionArn(name: string, context: RegionContext): string {
  return `arn:aws:lambda:${context.region}:${context.accountId}:function:${name}`;
}

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}

function functionNameOf(reference: string): string {
  const afterMark = reference.split(":function:")[1];
  return (afterMark ?? reference).split(":")[0] ?? "";
}
