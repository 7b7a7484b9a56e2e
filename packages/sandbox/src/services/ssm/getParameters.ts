import type { Parameter } from "@aws-sdk/client-ssm";
import { AwsError } from "../../kernel/AwsError.ts";
import { compareText, listNamed } from "../../kernel/NameTable.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import {
  foundParameter,
  ownParameter,
  parameterNamed,
  parameterNotFound,
  parameterView,
} from "./parameterLookup.ts";
import { publicParameterNames } from "./publicParameters.ts";
import { ssmStore } from "./SsmState.ts";

export const getParameterOperations = defineOperations<"ssm">()({
  GetParameter: {
    members: ["Name", "WithDecryption"],
    run(input, context) {
      const found = foundParameter(input.Name ?? "", input.WithDecryption ?? false, context);
      if (found === undefined) throw parameterNotFound();
      return { Parameter: found };
    },
  },
  GetParameters: {
    members: ["Names", "WithDecryption"],
    run(input, context) {
      const names = [...new Set(input.Names ?? [])];
      checkTen(names, "names");
      const found = names.map((name) => ({
        name,
        parameter: orMissing(() => foundParameter(name, input.WithDecryption ?? false, context)),
      }));
      return {
        Parameters: found
          .flatMap(({ parameter }) => parameter ?? [])
          .sort((left, right) => compareText(left.Name ?? "", right.Name ?? "")),
        InvalidParameters: found.filter(({ parameter }) => parameter === undefined).map(({ name }) => name),
      };
    },
  },
  GetParametersByPath: {
    members: ["Path", "Recursive", "WithDecryption", "MaxResults", "NextToken"],
    run(input, context) {
      const path = input.Path ?? "";
      if (!path.startsWith("/"))
        throw new AwsError(
          "ValidationException",
          `The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can't be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.`,
        );
      const prefix = path.endsWith("/") ? path : `${path}/`;
      const own = listNamed(context.store(ssmStore).parameters).map((record) => record.name);
      const names = [...own, ...publicParameterNames()].filter(
        (name) =>
          name.startsWith(prefix) && (input.Recursive === true || !name.slice(prefix.length).includes("/")),
      );
      const page = pageByKey(names, (name) => name, {
        token: input.NextToken,
        pageSize: checkedSize(input.MaxResults, 10),
        badToken: () => new AwsError("InvalidNextToken", "The specified token is not valid."),
      });
      const withDecryption = input.WithDecryption ?? false;
      const Parameters = page.items.flatMap((name): Parameter[] => {
        const record = parameterNamed(name, context);
        const version = record?.versions.at(-1);
        if (record === undefined || version === undefined) return [];
        return [parameterView(record, version, { withDecryption, context })];
      });
      return { Parameters, ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }) };
    },
  },
  GetParameterHistory: {
    members: ["Name", "WithDecryption", "MaxResults", "NextToken"],
    run(input, context) {
      const record = ownParameter(input.Name, context);
      const page = pageByKey(record.versions, ({ version }) => String(version).padStart(10, "0"), {
        token: input.NextToken,
        pageSize: checkedSize(input.MaxResults, 50),
        badToken: () => new AwsError("InvalidNextToken", "The specified token is not valid."),
      });
      const withDecryption = input.WithDecryption ?? false;
      return {
        Parameters: page.items.map((version) => {
          const { Name, Type, Value, LastModifiedDate, Version, DataType } = parameterView(record, version, {
            withDecryption,
            context,
          });
          return {
            Name,
            Type,
            Value,
            LastModifiedDate,
            Version,
            DataType,
            Description: version.description,
            AllowedPattern: version.allowedPattern,
            KeyId: version.keyId,
            Labels: [...version.labels],
            Tier: version.tier,
            Policies: [],
          };
        }),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
});

/** @throws {AwsError} for page sizes that the service does not take. */
export function checkedSize(size: number | undefined, most: number): number {
  if (size === undefined || (size >= 1 && size <= most)) return size ?? most;
  const bound = size < 1 ? "greater than or equal to 1" : `less than or equal to ${most}`;
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${size}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

export function checkTen(names: readonly string[], member: string): void {
  if (names.length > 10)
    throw new AwsError(
      "ValidationException",
      `1 validation error detected: Value '[${names.join(", ")}]' at '${member}' failed to satisfy constraint: Member must have length less than or equal to 10`,
    );
}

/** GetParameters counts a version that is not there as an invalid name. */
function orMissing(find: () => Parameter | undefined): Parameter | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof AwsError && error.code === "ParameterVersionNotFound") return undefined;
    throw error;
  }
}
