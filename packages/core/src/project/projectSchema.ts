import { z } from "zod";
import { accessSchema } from "./access.ts";
import { accountingSchema } from "./accounting.ts";
import { capacitySchema } from "./capacity.ts";
import { dataSchema } from "./data.ts";
import { directorySchema } from "./directory.ts";
import { clusterName, regionName } from "./fields.ts";
import { headNodeSchema } from "./headNode.ts";
import { loginSchema } from "./login.ts";
import { monitoringSchema } from "./monitoring.ts";
import { networkSchema } from "./network.ts";
import { parallelClusterSchema } from "./parallelCluster.ts";
import { queuesSchema } from "./queues.ts";
import { softwareSchema } from "./software.ts";
import { storageSchema } from "./storage.ts";

/**
 * The project file: single source of the types, the JSON Schema, the reference page and the console's forms.
 * A key that is left out has the reference architecture's value.
 */
export const projectSchema = z.strictObject({
  name: clusterName.describe("Name of the cluster, and the beginning of all that is made for it."),
  region: regionName.describe("AWS region that everything is made in."),
  parallelCluster: parallelClusterSchema.prefault({}),
  capacity: capacitySchema,
  queues: queuesSchema,
  access: accessSchema.prefault({}),
  storage: storageSchema.prefault({}),
  data: dataSchema.prefault({}),
  headNode: headNodeSchema.prefault({}),
  software: softwareSchema.prefault({}),
  accounting: accountingSchema.prefault({}),
  monitoring: monitoringSchema.prefault({}),
  login: loginSchema.prefault({}),
  directory: directorySchema.optional(),
  network: networkSchema.prefault({}),
  tags: z
    .record(
      z.string().regex(/^(?!aws:|parallelcluster:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u),
      z.string().max(256),
    )
    .default({})
    .describe("Tags of everything that is made, besides those that trainyard and ParallelCluster write."),
  cluster: z
    .record(z.string(), z.unknown())
    .default({})
    .describe(
      "ParallelCluster configuration laid over the generated one. Mappings are merged key by key, lists whose items have a `Name` (tags: a `Key`) item by item, other lists and values are replaced; null removes a key.",
    ),
});

/** A project file with every default filled in. */
export type Project = z.infer<typeof projectSchema>;
/** A project file as it is written. */
export type ProjectInput = z.input<typeof projectSchema>;
