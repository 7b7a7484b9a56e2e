import { defineOperations } from "../../kernel/ServiceModule.ts";
import { fsxError } from "./errors.ts";

/** Kinds of things that an account of the sandbox never has: ONTAP's virtual machines and file caches. */
export const emptyLists = defineOperations<"fsx">()({
  DescribeStorageVirtualMachines: {
    members: ["StorageVirtualMachineIds", "Filters", "MaxResults", "NextToken"],
    run(input) {
      const [id] = input.StorageVirtualMachineIds ?? [];
      if (id !== undefined)
        throw fsxError("StorageVirtualMachineNotFound", `Storage virtual machine '${id}' does not exist.`);
      return { StorageVirtualMachines: [] };
    },
  },
  DescribeFileCaches: {
    members: ["FileCacheIds", "MaxResults", "NextToken"],
    run(input) {
      const [id] = input.FileCacheIds ?? [];
      if (id !== undefined) throw fsxError("FileCacheNotFound", `File cache '${id}' does not exist.`);
      return { FileCaches: [] };
    },
  },
});
