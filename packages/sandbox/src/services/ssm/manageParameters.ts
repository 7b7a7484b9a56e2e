import type { ParameterMetadata, ParameterStringFilter } from "@aws-sdk/client-ssm";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { findNamed, listNamed, removeNamed } from "../../kernel/NameTable.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { checkedSize, checkTen } from "./getParameters.ts";
import { ownParameter, parameterArn, parameterNotFound, referenceOf } from "./parameterLookup.ts";
import { ssmStore, type ParameterRecord } from "./SsmState.ts";

export const manageParameterOperations = defineOperations<"ssm">()({
  DescribeParameters: {
    members: ["ParameterFilters", "MaxResults", "NextToken"],
    run(input, context) {
      const filters = input.ParameterFilters ?? [];
      const records = listNamed(context.store(ssmStore).parameters).filter((record) =>
        filters.every((filter) => passes(record, filter)),
      );
      const page = pageByKey(records, (record) => record.name, {
        token: input.NextToken,
        pageSize: checkedSize(input.MaxResults, 50),
        badToken: () => new AwsError("InvalidNextToken", "The specified token is not valid."),
      });
      return {
        Parameters: page.items.map((record) => metadata(record, context)),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
  DeleteParameter: {
    members: ["Name"],
    run(input, context) {
      const { name } = referenceOf(input.Name ?? "");
      removeNamed(context.store(ssmStore).parameters, ownParameter(name, context).name);
      return {};
    },
  },
  DeleteParameters: {
    members: ["Names"],
    run(input, context) {
      const names = input.Names ?? [];
      checkTen(names, "names");
      const { parameters } = context.store(ssmStore);
      const DeletedParameters = names.filter((name) => findNamed(parameters, name) !== undefined);
      for (const name of DeletedParameters) removeNamed(parameters, name);
      return {
        DeletedParameters,
        InvalidParameters: names.filter((name) => !DeletedParameters.includes(name)),
      };
    },
  },
  LabelParameterVersion: {
    members: ["Name", "ParameterVersion", "Labels"],
    run(input, context) {
      const record = ownParameter(input.Name, context);
      const wanted = input.ParameterVersion ?? record.versions.at(-1)?.version;
      const version = record.versions.find((candidate) => candidate.version === wanted);
      if (version === undefined)
        throw new AwsError(
          "ParameterVersionNotFound",
          `Systems Manager could not find version ${wanted ?? ""} of ${record.name}. Verify the version and try again.`,
        );
      const labels = input.Labels ?? [];
      for (const other of record.versions)
        other.labels = other.labels.filter((label) => !labels.includes(label));
      version.labels = [...version.labels, ...labels];
      return { InvalidLabels: [], ParameterVersion: version.version };
    },
  },
  AddTagsToResource: {
    members: ["ResourceType", "ResourceId", "Tags"],
    run(input, context) {
      const record = taggedParameter(input, context);
      const added = (input.Tags ?? []).map((tag) => ({ Key: tag.Key ?? "", Value: tag.Value ?? "" }));
      const kept = record.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
      record.tags = [...kept, ...added];
      return {};
    },
  },
  RemoveTagsFromResource: {
    members: ["ResourceType", "ResourceId", "TagKeys"],
    run(input, context) {
      const record = taggedParameter(input, context);
      record.tags = record.tags.filter(({ Key }) => !(input.TagKeys ?? []).includes(Key));
      return {};
    },
  },
  ListTagsForResource: {
    members: ["ResourceType", "ResourceId"],
    run: (input, context) => ({ TagList: structuredClone(taggedParameter(input, context).tags) }),
  },
});

function taggedParameter(
  input: { readonly ResourceType?: string | undefined; readonly ResourceId?: string | undefined },
  context: CallContext,
): ParameterRecord {
  if (input.ResourceType !== "Parameter")
    throw new AwsError("InvalidResourceType", "The sandbox models tags of parameters only.");
  const record = findNamed(context.store(ssmStore).parameters, input.ResourceId ?? "");
  if (record === undefined)
    throw new AwsError(
      "InvalidResourceId",
      "The resource ID is not valid. Verify that you entered the correct ID and try again.",
    );
  return record;
}

function metadata(record: ParameterRecord, context: CallContext): ParameterMetadata {
  const last = record.versions.at(-1);
  if (last === undefined) throw parameterNotFound();
  return {
    Name: record.name,
    ARN: parameterArn(record.name, context),
    Type: record.type,
    ...(record.type === "SecureString" && last.keyId !== undefined ? { KeyId: last.keyId } : {}),
    LastModifiedDate: new Date(last.modifiedMs),
    LastModifiedUser: `arn:aws:iam::${context.accountId}:user/sandbox`,
    ...(last.description === undefined ? {} : { Description: last.description }),
    ...(last.allowedPattern === undefined ? {} : { AllowedPattern: last.allowedPattern }),
    Version: last.version,
    Tier: last.tier,
    Policies: [],
    DataType: last.dataType,
  };
}

function passes(record: ParameterRecord, filter: ParameterStringFilter): boolean {
  const { Key = "", Option = Key === "Path" ? "OneLevel" : "Equals", Values = [] } = filter;
  if (Key === "Path") return Values.some((path) => isBelow(record.name, path, Option === "Recursive"));
  const value = filterValue(record, Key);
  if (Values.length === 0) return value !== undefined;
  return Values.some((wanted) => {
    if (value === undefined) return false;
    if (Option === "BeginsWith") return value.startsWith(wanted);
    return Option === "Contains" ? value.includes(wanted) : value === wanted;
  });
}

function filterValue(record: ParameterRecord, key: string): string | undefined {
  const last = record.versions.at(-1);
  if (key.startsWith("tag:")) return record.tags.find((tag) => `tag:${tag.Key}` === key)?.Value;
  switch (key) {
    case "Name":
      return record.name;
    case "Type":
      return record.type;
    case "Tier":
      return last?.tier;
    case "DataType":
      return last?.dataType;
    case "KeyId":
      return last?.keyId;
    default:
      throw new AwsError(
        "InvalidFilterKey",
        `The following filter key is not valid: ${key}. Valid filter keys include: [Path, Name, Type, KeyId, Tier, DataType].`,
      );
  }
}

function isBelow(name: string, path: string, recursive: boolean): boolean {
  const prefix = path.endsWith("/") ? path : `${path}/`;
  return name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes("/"));
}
