import { listNamed } from "../../../kernel/NameTable.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { fsxStore } from "../FsxState.ts";
import { pageOf } from "../listing.ts";
import { createFileSystem } from "./createFileSystem.ts";
import { deleteFileSystem } from "./deleteFileSystem.ts";
import { describeFileSystem } from "./describeFileSystem.ts";
import { fileSystemOf } from "./fileSystemOf.ts";
import { updateFileSystem } from "./updateFileSystem.ts";

/** File systems of Lustre and OpenZFS. */
export const fileSystemOperations = defineOperations<"fsx">()({
  CreateFileSystem: {
    members: [
      "ClientRequestToken",
      "FileSystemType",
      "StorageCapacity",
      "StorageType",
      "SubnetIds",
      "SecurityGroupIds",
      "Tags",
      "KmsKeyId",
      "LustreConfiguration",
      "FileSystemTypeVersion",
      "OpenZFSConfiguration",
      "NetworkType",
    ],
    run: createFileSystem,
  },
  DescribeFileSystems: {
    members: ["FileSystemIds", "MaxResults", "NextToken"],
    run(input, context) {
      const ids = input.FileSystemIds ?? [];
      const records =
        ids.length === 0
          ? listNamed(context.store(fsxStore).fileSystems)
          : ids.map((id) => fileSystemOf(context, id));
      const page = pageOf(records, input);
      return {
        FileSystems: page.items.map((record) => describeFileSystem(record, context)),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
  UpdateFileSystem: {
    members: [
      "FileSystemId",
      "ClientRequestToken",
      "StorageCapacity",
      "LustreConfiguration",
      "OpenZFSConfiguration",
      "StorageType",
      "FileSystemTypeVersion",
    ],
    run: updateFileSystem,
  },
  DeleteFileSystem: {
    members: ["FileSystemId", "ClientRequestToken", "LustreConfiguration", "OpenZFSConfiguration"],
    run: deleteFileSystem,
  },
});
