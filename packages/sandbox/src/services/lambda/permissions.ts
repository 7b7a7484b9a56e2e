import { AwsError } from "../../kernel/AwsError.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { functionOf } from "./functionLookup.ts";

/** The resource policy of a function: kept, not evaluated. */
export const permissionOperations = defineOperations<"lambda">()({
  AddPermission: {
    members: [
      "FunctionName",
      "StatementId",
      "Action",
      "Principal",
      "SourceArn",
      "SourceAccount",
      "PrincipalOrgID",
      "EventSourceToken",
    ],
    run(input, context) {
      const record = functionOf(input.FunctionName, context);
      const id = input.StatementId ?? "";
      if (record.statements.some((statement) => statement.id === id))
        throw new AwsError(
          "ResourceConflictException",
          `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
          { httpStatus: 409 },
        );
      const principal = input.Principal ?? "";
      const text = JSON.stringify({
        Sid: id,
        Effect: "Allow",
        Principal: principalOf(principal),
        Action: input.Action,
        Resource: record.arn,
        ...conditionOf(input),
      });
      record.statements = [...record.statements, { id, text }];
      return { Statement: text };
    },
  },
  RemovePermission: {
    members: ["FunctionName", "StatementId"],
    run(input, context) {
      const record = functionOf(input.FunctionName, context);
      if (!record.statements.some((statement) => statement.id === input.StatementId))
        throw new AwsError(
          "ResourceNotFoundException",
          `Statement ${input.StatementId ?? ""} is not found in resource policy.`,
          { httpStatus: 404 },
        );
      record.statements = record.statements.filter((statement) => statement.id !== input.StatementId);
      return {};
    },
  },
  GetPolicy: {
    members: ["FunctionName"],
    run(input, context) {
      const record = functionOf(input.FunctionName, context);
      if (record.statements.length === 0)
        throw new AwsError("ResourceNotFoundException", "The resource you requested does not exist.", {
          httpStatus: 404,
        });
      const statements = record.statements.map(({ text }) => text).join(",");
      return {
        Policy: `{"Version":"2012-10-17","Id":"default","Statement":[${statements}]}`,
        RevisionId: record.revisionId,
      };
    },
  },
});

function principalOf(principal: string): unknown {
  if (principal === "*") return "*";
  if (principal.includes(".")) return { Service: principal };
  return { AWS: /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal };
}

function conditionOf(input: {
  readonly SourceArn?: string | undefined;
  readonly SourceAccount?: string | undefined;
  readonly PrincipalOrgID?: string | undefined;
  readonly EventSourceToken?: string | undefined;
}): { Condition?: Record<string, Record<string, string>> } {
  const equals = {
    ...(input.SourceAccount === undefined ? {} : { "AWS:SourceAccount": input.SourceAccount }),
    ...(input.PrincipalOrgID === undefined ? {} : { "aws:PrincipalOrgID": input.PrincipalOrgID }),
    ...(input.EventSourceToken === undefined ? {} : { "lambda:EventSourceToken": input.EventSourceToken }),
  };
  const condition = {
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
    ...(input.SourceArn === undefined ? {} : { ArnLike: { "AWS:SourceArn": input.SourceArn } }),
  };
  return Object.keys(condition).length === 0 ? {} : { Condition: condition };
}
