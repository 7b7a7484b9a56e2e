import type { CallContext } from "../../../kernel/CallContext.ts";
import type { Json } from "../../../kernel/json.ts";
import { listNamed, putNamed } from "../../../kernel/NameTable.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { LINK_CREATE_MS, LINK_DELETE_MS, LINK_UPDATE_MS } from "../durations.ts";
import { badRequest, enumMember, fsxError, unsupported } from "../errors.ts";
import { fileSystemOf } from "../fileSystems/fileSystemOf.ts";
import { type AssociationRecord, type FileSystemRecord, fsxStore, type LinkEvent } from "../FsxState.ts";
import { filtered, pageOf } from "../listing.ts";
import { madeBefore, requestMarkOf } from "../requestMark.ts";
import type { FsxInput, FsxOutput } from "../shapes.ts";
import { checkedTags } from "../tags.ts";
import { describeLink } from "./describeLink.ts";
import { linkPaths } from "./linkPaths.ts";
import { linkOf, linksOf } from "./linksOf.ts";
import { syncDataLinks } from "./syncDataLinks.ts";

const LARGEST_PAGE = 25;
const LARGEST_CHUNK_MIB = 512_000;

/** Data repository associations of Lustre with S3. */
export const linkOperations = defineOperations<"fsx">()({
  CreateDataRepositoryAssociation: {
    members: [
      "FileSystemId",
      "FileSystemPath",
      "DataRepositoryPath",
      "BatchImportMetaDataOnCreate",
      "ImportedFileChunkSize",
      "S3",
      "ClientRequestToken",
      "Tags",
    ],
    run: createLink,
  },
  DescribeDataRepositoryAssociations: {
    members: ["AssociationIds", "Filters", "MaxResults", "NextToken"],
    run: describeLinks,
  },
  UpdateDataRepositoryAssociation: {
    members: ["AssociationId", "ClientRequestToken", "ImportedFileChunkSize", "S3"],
    run: updateLink,
  },
  DeleteDataRepositoryAssociation: {
    members: ["AssociationId", "ClientRequestToken", "DeleteDataInFileSystem"],
    run: deleteLink,
  },
});

function createLink(
  input: FsxInput<"CreateDataRepositoryAssociation">,
  context: CallContext,
): FsxOutput<"CreateDataRepositoryAssociation"> {
  const { associations } = context.store(fsxStore);
  const request = requestMarkOf(input);
  const before = madeBefore(listNamed(associations), request);
  if (before !== undefined) return { Association: describeLink(before, context) };
  const fileSystem = fileSystemOf(context, input.FileSystemId);
  checkLinkable(fileSystem);
  const link: AssociationRecord = {
    request,
    fileSystemId: fileSystem.id,
    ...linkPaths(input, linksOf(context, fileSystem.id)),
    batchImport: input.BatchImportMetaDataOnCreate ?? false,
    chunkSizeMiB: checkedChunkSize(input.ImportedFileChunkSize ?? 1024),
    importEvents: checkedEvents(input.S3?.AutoImportPolicy?.Events, "s3.autoImportPolicy.events"),
    exportEvents: checkedEvents(input.S3?.AutoExportPolicy?.Events, "s3.autoExportPolicy.events"),
    tags: checkedTags(input.Tags),
    id: context.ids.resourceId("dra"),
    lifecycle: "CREATING",
    creationMs: context.clock.nowMs(),
    entries: {},
    failures: {},
  };
  putNamed(associations, link.id, link);
  queue(context, fileSystem, {
    kind: "fsx.link-created",
    durationMs: LINK_CREATE_MS,
    payload: { linkId: link.id },
  });
  return { Association: describeLink(link, context) };
}

function describeLinks(
  input: FsxInput<"DescribeDataRepositoryAssociations">,
  context: CallContext,
): FsxOutput<"DescribeDataRepositoryAssociations"> {
  for (const { Name, Values = [] } of input.Filters ?? [])
    if (Name === "data-repository-type" && !Values.every((value) => value === "S3" || value === "NFS"))
      throw fsxError("InvalidDataRepositoryType", "The data repository type of the filter is not supported.");
  syncDataLinks(context);
  const ids = input.AssociationIds ?? [];
  const all =
    ids.length === 0 ? listNamed(context.store(fsxStore).associations) : ids.map((id) => linkOf(context, id));
  const chosen = filtered(all, input.Filters, {
    "file-system-id": (link) => link.fileSystemId,
    "data-repository-type": () => "S3",
    "file-cache-id": () => "",
  });
  const MaxResults = Math.min(input.MaxResults ?? LARGEST_PAGE, LARGEST_PAGE);
  const page = pageOf(chosen, { ...input, MaxResults });
  return {
    Associations: page.items.map((link) => describeLink(link, context)),
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  };
}

function updateLink(
  input: FsxInput<"UpdateDataRepositoryAssociation">,
  context: CallContext,
): FsxOutput<"UpdateDataRepositoryAssociation"> {
  const link = linkOf(context, input.AssociationId);
  if (link.lifecycle !== "AVAILABLE" && link.lifecycle !== "MISCONFIGURED")
    throw badRequest(`Unable to update the data repository association while it is ${link.lifecycle}.`);
  const importEvents = checkedEvents(input.S3?.AutoImportPolicy?.Events, "s3.autoImportPolicy.events");
  const exportEvents = checkedEvents(input.S3?.AutoExportPolicy?.Events, "s3.autoExportPolicy.events");
  const payload = {
    linkId: link.id,
    importEvents: input.S3?.AutoImportPolicy === undefined ? [...link.importEvents] : importEvents,
    exportEvents: input.S3?.AutoExportPolicy === undefined ? [...link.exportEvents] : exportEvents,
    chunkSizeMiB: checkedChunkSize(input.ImportedFileChunkSize ?? link.chunkSizeMiB),
  };
  syncDataLinks(context, link.fileSystemId);
  link.lifecycle = "UPDATING";
  const fileSystem = fileSystemOf(context, link.fileSystemId);
  queue(context, fileSystem, { kind: "fsx.link-updated", durationMs: LINK_UPDATE_MS, payload });
  return { Association: describeLink(link, context) };
}

function deleteLink(
  input: FsxInput<"DeleteDataRepositoryAssociation">,
  context: CallContext,
): FsxOutput<"DeleteDataRepositoryAssociation"> {
  const link = linkOf(context, input.AssociationId);
  const deletesData = input.DeleteDataInFileSystem ?? false;
  if (link.lifecycle !== "DELETING") {
    syncDataLinks(context, link.fileSystemId);
    link.lifecycle = "DELETING";
    queue(context, fileSystemOf(context, link.fileSystemId), {
      kind: "fsx.link-deleted",
      durationMs: LINK_DELETE_MS,
      payload: { linkId: link.id, deletesData },
    });
  }
  return { AssociationId: link.id, Lifecycle: "DELETING", DeleteDataInFileSystem: deletesData };
}

/** Requests of a file system wait for each other: only one is worked on at a time. */
function queue(
  context: CallContext,
  fileSystem: FileSystemRecord,
  work: { readonly kind: string; readonly durationMs: number; readonly payload: Json },
): void {
  const nowMs = context.clock.nowMs();
  fileSystem.linksBusyUntilMs = Math.max(nowMs, fileSystem.linksBusyUntilMs) + work.durationMs;
  context.clock.schedule({
    kind: work.kind,
    region: context.region,
    payload: work.payload,
    afterMs: fileSystem.linksBusyUntilMs - nowMs,
  });
}

function checkLinkable(fileSystem: FileSystemRecord): void {
  if (fileSystem.kind !== "LUSTRE")
    throw unsupported("Data repository associations are only supported for Lustre file systems.");
  if (fileSystem.lustre?.DeploymentType === "SCRATCH_1" || fileSystem.version === "2.10")
    throw unsupported(
      "Data repository associations are supported on Lustre 2.12 and later, excluding the SCRATCH_1 deployment type.",
    );
  if (fileSystem.lifecycle !== "AVAILABLE")
    throw badRequest(
      `Unable to create a data repository association: the file system ${fileSystem.id} is ${fileSystem.lifecycle}.`,
    );
  if ((fileSystem.lustre?.AutomaticBackupRetentionDays ?? 0) > 0)
    throw badRequest("Automatic backups must be disabled to link a file system to a data repository.");
}

function checkedChunkSize(chunkSizeMiB: number): number {
  if (chunkSizeMiB >= 1 && chunkSizeMiB <= LARGEST_CHUNK_MIB) return chunkSizeMiB;
  throw badRequest(`ImportedFileChunkSize must be between 1 and ${LARGEST_CHUNK_MIB}.`);
}

function checkedEvents(events: readonly string[] | undefined, path: string): LinkEvent[] {
  const known = (events ?? []).flatMap(
    (event) => enumMember(event, `${path}.1.member`, ["NEW", "CHANGED", "DELETED"]) ?? [],
  );
  return [...new Set(known)];
}
