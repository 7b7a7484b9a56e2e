import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { type PropertyReader, readProperties, resourceTags } from "../../../kernel/readProperties.ts";
import { ASSOCIATION_DURATIONS, PROGRESS_RETRY_MS } from "../durations.ts";
import { enumMember } from "../errors.ts";
import type { Association, FsxInput } from "../shapes.ts";
import { definedMembers, refuseOthers } from "./propertyWords.ts";
import { syncTags } from "./syncTags.ts";

type Policies = NonNullable<FsxInput<"CreateDataRepositoryAssociation">["S3"]>;

const TYPE = "AWS::FSx::DataRepositoryAssociation";
const KNOWN = new Set([
  "FileSystemId",
  "FileSystemPath",
  "DataRepositoryPath",
  "BatchImportMetaDataOnCreate",
  "ImportedFileChunkSize",
  "S3",
  "Tags",
]);

export const associationResource: ResourceProvider = {
  type: TYPE,
  durations: ASSOCIATION_DURATIONS,
  create(properties, context) {
    const read = readProperties(properties);
    refuseOthers(TYPE, read, KNOWN);
    const input = definedMembers<FsxInput<"CreateDataRepositoryAssociation">>({
      FileSystemId: read.text("FileSystemId"),
      FileSystemPath: read.text("FileSystemPath"),
      DataRepositoryPath: read.text("DataRepositoryPath"),
      BatchImportMetaDataOnCreate: read.boolean("BatchImportMetaDataOnCreate"),
      ImportedFileChunkSize: read.number("ImportedFileChunkSize"),
      S3: policiesOf(read.object("S3")),
      Tags: resourceTags(properties, context.stackTags),
    });
    const { Association } = context.call("fsx", "CreateDataRepositoryAssociation", input);
    return { physicalId: Association?.AssociationId ?? "" };
  },
  progress(physicalId, _properties, context) {
    const link = linkAt(physicalId, context);
    if (link?.Lifecycle === "AVAILABLE") return { status: "done" };
    if (link?.Lifecycle === "CREATING" || link?.Lifecycle === "UPDATING")
      return { status: "pending", retryAfterMs: PROGRESS_RETRY_MS };
    return {
      status: "failed",
      reason: link?.FailureDetails?.Message ?? `The association is ${link?.Lifecycle ?? "gone"}.`,
    };
  },
  read(physicalId, _properties, context) {
    const ResourceARN = linkAt(physicalId, context)?.ResourceARN ?? "";
    return { ref: physicalId, attributes: { AssociationId: physicalId, ResourceARN } };
  },
  update(physicalId, { before, after, changed }, context) {
    const read = readProperties(after);
    const input = definedMembers<FsxInput<"UpdateDataRepositoryAssociation">>({
      AssociationId: physicalId,
      ImportedFileChunkSize: changed.includes("ImportedFileChunkSize")
        ? (read.number("ImportedFileChunkSize") ?? 1024)
        : undefined,
      S3: changed.includes("S3") ? fullPolicies(policiesOf(read.object("S3"))) : undefined,
    });
    if (Object.keys(input).length > 1) context.call("fsx", "UpdateDataRepositoryAssociation", input);
    const arn = linkAt(physicalId, context)?.ResourceARN ?? "";
    if (changed.includes("Tags")) syncTags(arn, before, after, context);
  },
  delete(physicalId, _properties, context) {
    if (linkAt(physicalId, context) === undefined) return;
    context.call("fsx", "DeleteDataRepositoryAssociation", {
      AssociationId: physicalId,
      DeleteDataInFileSystem: false,
    });
  },
  deleteProgress: (physicalId, context) =>
    linkAt(physicalId, context) === undefined
      ? { status: "done" }
      : { status: "pending", retryAfterMs: PROGRESS_RETRY_MS },
};

function policiesOf(read: PropertyReader | undefined): Policies | undefined {
  if (read === undefined) return undefined;
  return definedMembers<Policies>({
    AutoImportPolicy: policyOf(read.object("AutoImportPolicy")),
    AutoExportPolicy: policyOf(read.object("AutoExportPolicy")),
  });
}

function policyOf(read: PropertyReader | undefined) {
  if (read === undefined) return undefined;
  const Events = (read.texts("Events") ?? []).flatMap(
    (event) => enumMember(event, "Events.1.member", ["NEW", "CHANGED", "DELETED"]) ?? [],
  );
  return { Events };
}

/** A policy that the template has no more is switched off. */
function fullPolicies(policies: Policies | undefined): Policies {
  return { AutoImportPolicy: { Events: [] }, AutoExportPolicy: { Events: [] }, ...policies };
}

function linkAt(id: string, context: ResourceContext): Association | undefined {
  try {
    return context.call("fsx", "DescribeDataRepositoryAssociations", { AssociationIds: [id] })
      .Associations?.[0];
  } catch (error) {
    if (error instanceof AwsError && error.code === "DataRepositoryAssociationNotFound") return undefined;
    throw error;
  }
}
