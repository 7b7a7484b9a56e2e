import type { RegionContext } from "../../../kernel/CallContext.ts";
import { fsxArn } from "../arn.ts";
import type { AssociationRecord } from "../FsxState.ts";
import type { Association } from "../shapes.ts";

/** A data repository association as FSx answers it. */
export function describeLink(link: AssociationRecord, context: RegionContext): Association {
  return {
    AssociationId: link.id,
    ResourceARN: fsxArn(context, `association/${link.fileSystemId}/${link.id}`),
    FileSystemId: link.fileSystemId,
    Lifecycle: link.lifecycle,
    ...(link.failure === undefined ? {} : { FailureDetails: { Message: link.failure } }),
    FileSystemPath: link.fileSystemPath,
    DataRepositoryPath: link.dataRepositoryPath,
    BatchImportMetaDataOnCreate: link.batchImport,
    ImportedFileChunkSize: link.chunkSizeMiB,
    ...policies(link),
    Tags: [...link.tags],
    CreationTime: new Date(link.creationMs),
  };
}

function policies({ importEvents, exportEvents }: AssociationRecord): Pick<Association, "S3"> {
  if (importEvents.length === 0 && exportEvents.length === 0) return {};
  return {
    S3: {
      ...(importEvents.length === 0 ? {} : { AutoImportPolicy: { Events: [...importEvents] } }),
      ...(exportEvents.length === 0 ? {} : { AutoExportPolicy: { Events: [...exportEvents] } }),
    },
  };
}
