import {
  CreateDataRepositoryAssociationCommand,
  CreateDataRepositoryTaskCommand,
  DeleteDataRepositoryAssociationCommand,
  DeleteFileSystemCommand,
  DescribeDataRepositoryAssociationsCommand,
  DescribeDataRepositoryTasksCommand,
  DescribeFileSystemsCommand,
  type DataRepositoryAssociation,
  type FSxClient,
} from "@aws-sdk/client-fsx";
import { HeadBucketCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type {
  DataGateway,
  DataLinkDescription,
  DataLinkRequest,
  DataTaskDescription,
  FileSystemDescription,
} from "@trainyard/core";
import { randomUUID } from "node:crypto";
import { abortOptions } from "./abortOptions.ts";
import { awsTags } from "./tags.ts";
import { awsCodeOf, translated } from "./translateError.ts";

/** Types of files in a POSIX mode; FSx reads them in the metadata `file-permissions` of an object. */
const DIRECTORY_TYPE = 0o040000;
const FILE_TYPE = 0o100000;

export function createDataGateway(fsx: FSxClient, s3: S3Client): DataGateway {
  return {
    links: (fileSystemId, signal) =>
      translated("DescribeDataRepositoryAssociations", () => listLinks(fsx, fileSystemId, signal)),
    createLink: (request, signal) =>
      translated("CreateDataRepositoryAssociation", async () => {
        const answer = await fsx.send(
          new CreateDataRepositoryAssociationCommand(linkInput(request)),
          abortOptions(signal),
        );
        if (answer.Association === undefined) throw new Error("FSx answered without an association");
        return describeLink(answer.Association);
      }),
    removeLink: (id, options, signal) =>
      translated("DeleteDataRepositoryAssociation", async () => {
        await fsx.send(
          new DeleteDataRepositoryAssociationCommand({
            AssociationId: id,
            DeleteDataInFileSystem: options.deleteFiles,
          }),
          abortOptions(signal),
        );
      }),
    startExport: (fileSystemId, paths, signal) =>
      translated("CreateDataRepositoryTask", async () => {
        const answer = await fsx.send(
          new CreateDataRepositoryTaskCommand({
            FileSystemId: fileSystemId,
            Type: "EXPORT_TO_REPOSITORY",
            Paths: [...paths],
            Report: { Enabled: false },
            ClientRequestToken: randomUUID(),
          }),
          abortOptions(signal),
        );
        return answer.DataRepositoryTask?.TaskId ?? "";
      }),
    task: (id, signal) => translated("DescribeDataRepositoryTasks", () => describeTask(fsx, id, signal)),
    fileSystems: (ids, signal) => translated("DescribeFileSystems", () => findFileSystems(fsx, ids, signal)),
    removeFileSystem: (id, signal) =>
      translated("DeleteFileSystem", async () => {
        await fsx.send(
          new DeleteFileSystemCommand({ FileSystemId: id, ClientRequestToken: randomUUID() }),
          abortOptions(signal),
        );
      }),
    ...objectsOf(s3),
    bucket: (name, signal) => translated("HeadBucket", () => bucketState(s3, name, signal)),
  };
}

function objectsOf(s3: S3Client): Pick<DataGateway, "listKeys" | "writeObject"> {
  return {
    writeObject: ({ bucket, key, content, mode }, signal) =>
      translated("PutObject", async () => {
        const type = key.endsWith("/") ? DIRECTORY_TYPE : FILE_TYPE;
        const permissions = mode === undefined ? undefined : `0${(type | mode).toString(8)}`;
        await s3.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: content,
            // The SDK takes an empty text for a stream without a length.
            ContentLength: Buffer.byteLength(content),
            ...(permissions === undefined ? {} : { Metadata: { "file-permissions": permissions } }),
          }),
          abortOptions(signal),
        );
      }),
    listKeys: (Bucket, Prefix, signal) =>
      translated("ListObjectsV2", async () => {
        const answer = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }), abortOptions(signal));
        return (answer.Contents ?? []).map(({ Key }) => Key ?? "");
      }),
  };
}

function linkInput(request: DataLinkRequest) {
  return {
    FileSystemId: request.fileSystemId,
    FileSystemPath: request.path,
    DataRepositoryPath: request.repository,
    BatchImportMetaDataOnCreate: true,
    S3: {
      AutoImportPolicy: { Events: [...request.importEvents] },
      AutoExportPolicy: { Events: [...request.exportEvents] },
    },
    ClientRequestToken: randomUUID(),
    Tags: awsTags(request.tags),
  };
}

async function listLinks(
  fsx: FSxClient,
  fileSystemId: string,
  signal: AbortSignal | undefined,
): Promise<DataLinkDescription[]> {
  const links: DataLinkDescription[] = [];
  let next: string | undefined;
  do {
    const page = await fsx.send(
      new DescribeDataRepositoryAssociationsCommand({
        Filters: [{ Name: "file-system-id", Values: [fileSystemId] }],
        NextToken: next,
      }),
      abortOptions(signal),
    );
    links.push(...(page.Associations ?? []).map(describeLink));
    next = page.NextToken;
  } while (next !== undefined);
  return links;
}

async function describeTask(
  fsx: FSxClient,
  id: string,
  signal: AbortSignal | undefined,
): Promise<DataTaskDescription | "absent"> {
  try {
    const answer = await fsx.send(
      new DescribeDataRepositoryTasksCommand({ TaskIds: [id] }),
      abortOptions(signal),
    );
    const task = answer.DataRepositoryTasks?.[0];
    if (task === undefined) return "absent";
    return {
      id,
      lifecycle: task.Lifecycle ?? "",
      failure: task.FailureDetails?.Message ?? "",
      totalFiles: task.Status?.TotalCount ?? 0,
      succeededFiles: task.Status?.SucceededCount ?? 0,
      failedFiles: task.Status?.FailedCount ?? 0,
    };
  } catch (error) {
    if (awsCodeOf(error) === "DataRepositoryTaskNotFound") return "absent";
    throw error;
  }
}

async function findFileSystems(
  fsx: FSxClient,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<FileSystemDescription[]> {
  const found = await Promise.all(
    ids.map(async (id) => {
      try {
        const answer = await fsx.send(
          new DescribeFileSystemsCommand({ FileSystemIds: [id] }),
          abortOptions(signal),
        );
        return answer.FileSystems ?? [];
      } catch (error) {
        if (awsCodeOf(error) === "FileSystemNotFound") return [];
        throw error;
      }
    }),
  );
  return found.flat().map((system) => ({
    id: system.FileSystemId ?? "",
    kind: system.FileSystemType === "LUSTRE" ? "lustre" : "openzfs",
    lifecycle: system.Lifecycle ?? "",
    capacityGiB: system.StorageCapacity ?? 0,
  }));
}

async function bucketState(
  s3: S3Client,
  name: string,
  signal: AbortSignal | undefined,
): Promise<"free" | "own" | "foreign"> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: name }), abortOptions(signal));
    return "own";
  } catch (error) {
    const status = httpStatusOf(error);
    if (status === 404) return "free";
    if (status === 403 || status === 301 || status === 400) return "foreign";
    throw error;
  }
}

/** HEAD answers have no body, so the status is all that there is. */
function httpStatusOf(error: unknown): number {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return 0;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return 0;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : 0;
}

function describeLink(link: DataRepositoryAssociation): DataLinkDescription {
  return {
    id: link.AssociationId ?? "",
    fileSystemId: link.FileSystemId ?? "",
    path: link.FileSystemPath ?? "",
    repository: link.DataRepositoryPath ?? "",
    lifecycle: link.Lifecycle ?? "",
    failure: link.FailureDetails?.Message ?? "",
    importEvents: link.S3?.AutoImportPolicy?.Events ?? [],
    exportEvents: link.S3?.AutoExportPolicy?.Events ?? [],
  };
}
