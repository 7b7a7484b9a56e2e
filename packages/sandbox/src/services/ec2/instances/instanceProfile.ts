import type { IamInstanceProfileSpecification } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { invalidValue } from "../requests/parameters.ts";
import type { InstanceRecord } from "./InstanceRecord.ts";

/** @throws {AwsError} `InvalidParameterValue` when IAM has no such instance profile */
export function profileOf(
  context: RegionContext,
  specification: IamInstanceProfileSpecification | undefined,
): InstanceRecord["profile"] {
  const name = specification?.Name ?? specification?.Arn?.split("/").at(-1);
  if (name === undefined) return undefined;
  try {
    const { InstanceProfile: found } = context.call("iam", "GetInstanceProfile", {
      InstanceProfileName: name,
    });
    return { arn: found?.Arn ?? "", id: found?.InstanceProfileId ?? "" };
  } catch (error) {
    if (!(error instanceof AwsError) || !error.code.startsWith("NoSuchEntity")) throw error;
    throw noSuchProfile(specification, name);
  }
}

function noSuchProfile(specification: IamInstanceProfileSpecification | undefined, name: string): AwsError {
  if (specification?.Name !== undefined)
    return invalidValue(
      `Value (${name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
    );
  return invalidValue(
    `Value (${specification?.Arn ?? ""}) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN`,
  );
}
