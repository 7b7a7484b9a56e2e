import { z } from "zod";
import { capacityKeys, queueSubnet } from "./capacity.ts";
import { queueName } from "./fields.ts";

/** Names of the guide's queue and compute resource. */
export const MAIN_QUEUE_NAME = "compute-gpu";
export const MAIN_RESOURCE_NAME = "distributed-ml";

export const queuesSchema = z
  .array(
    z.strictObject({
      name: queueName.describe("Name of the queue, which is the name of its Slurm partition."),
      ...capacityKeys,
      subnet: queueSubnet,
    }),
  )
  .max(49)
  .default([])
  .describe("Queues besides the main one, each with its own capacity; a name may not be `compute-gpu`.");
