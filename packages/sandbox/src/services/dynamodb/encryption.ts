import type { SSEDescription, SSESpecification } from "@aws-sdk/client-dynamodb";
import type { CallContext } from "../../kernel/CallContext.ts";
import type { TableRecord } from "./DynamodbState.ts";

/** The KMS key of a table that asks for one: its own, or the one that AWS manages for DynamoDB in the account. */
export function encryptionKeyArn(
  specification: SSESpecification | undefined,
  context: CallContext,
): string | undefined {
  if (specification?.Enabled !== true) return undefined;
  const given = specification.KMSMasterKeyId;
  if (given?.startsWith("arn:") === true) return given;
  const kind = given?.startsWith("alias/") === true ? "" : "key/";
  return `arn:aws:kms:${context.region}:${context.accountId}:${kind}${given ?? context.ids.uuid("dynamodb-key")}`;
}

export function encryptionView({ encryptionKeyArn: KMSMasterKeyArn }: TableRecord): {
  SSEDescription?: SSEDescription;
} {
  if (KMSMasterKeyArn === undefined) return {};
  return { SSEDescription: { Status: "ENABLED", SSEType: "KMS", KMSMasterKeyArn } };
}
