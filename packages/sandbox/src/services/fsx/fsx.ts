import { defineService } from "../../kernel/ServiceModule.ts";
import { backupOperations, backupTimers } from "./backups/backupOperations.ts";
import { emptyLists } from "./emptyLists.ts";
import { fileSystemTimers } from "./fileSystems/fileSystemLife.ts";
import { fileSystemOperations } from "./fileSystems/fileSystemOperations.ts";
import { linkTimers } from "./links/linkLife.ts";
import { linkOperations } from "./links/linkOperations.ts";
import { onObjectChanged } from "./links/objectListener.ts";
import { syncDataLinks } from "./links/syncDataLinks.ts";
import { associationResource } from "./resources/associationResource.ts";
import { fileSystemResource } from "./resources/fileSystemResource.ts";
import { volumeResource } from "./resources/volumeResource.ts";
import { tagOperations } from "./tags.ts";
import { taskOperations, taskTimers } from "./tasks/taskOperations.ts";
import { volumeOperations, volumeTimers } from "./volumes/volumeOperations.ts";

/** Amazon FSx for Lustre and for OpenZFS: file systems as directories, data links with S3. */
export const fsx = defineService("fsx", {
  operations: {
    ...fileSystemOperations,
    ...volumeOperations,
    ...backupOperations,
    ...linkOperations,
    ...taskOperations,
    ...tagOperations,
    ...emptyLists,
  },
  timers: { ...fileSystemTimers, ...volumeTimers, ...backupTimers, ...linkTimers, ...taskTimers },
  listeners: {
    "s3.object-changed": onObjectChanged,
    "sandbox.saving": (_, context) => syncDataLinks(context),
  },
  resourceTypes: [fileSystemResource, associationResource, volumeResource],
});
