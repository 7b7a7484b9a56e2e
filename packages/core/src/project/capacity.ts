import { z } from "zod";
import {
  instanceTypeName,
  reservationGroupArn,
  reservationId,
  subnetId,
  textLike,
  wholeNumber,
  zoneName,
} from "./fields.ts";

/** Keys that say where instances come from and how many; the same for the main queue and for further ones. */
export const capacityKeys = {
  reservation: reservationId
    .optional()
    .describe(
      "On-Demand Capacity Reservation or Capacity Block to launch into. Instance type, zone, count and owner are read from it.",
    ),
  reservationGroup: reservationGroupArn
    .optional()
    .describe("Resource group of on-demand reservations to launch into, in place of a single one."),
  market: z
    .enum(["on-demand", "spot"])
    .optional()
    .describe(
      "Launch without a reservation, at this market's price. Needs `instanceType`, `count` and `zone`.",
    ),
  maxSpotUsdPerHour: z
    .number()
    .positive()
    .optional()
    .describe("Highest price per instance and hour for `market: spot`; the on-demand price when left out."),
  instanceType: instanceTypeName
    .optional()
    .describe("EC2 instance type of the nodes; read from the reservation when left out."),
  count: wholeNumber(1, 10_000)
    .optional()
    .describe("Most nodes that the queue has; all instances of the reservation when left out."),
  static: wholeNumber(0, 10_000)
    .optional()
    .describe("How many of the nodes always stay up; the rest starts when jobs need it. All when left out."),
  zone: zoneName.optional().describe("Availability zone; read from the reservation when left out."),
  placementGroup: textLike(
    /^(?! ).{1,255}(?<! )$/,
    "`auto`, `off`, `managed` or the name of a placement group",
  )
    .default("auto")
    .describe(
      "`auto` takes the reservation's own group when it has one and none for other reservations and blocks, and a group made by ParallelCluster without a reservation; `off`, `managed`, or the name of a group.",
    ),
  efa: z
    .enum(["auto", "on", "off"])
    .default("auto")
    .describe("Elastic Fabric Adapter; `auto` turns it on where the instance type has it."),
  rootVolumeGiB: wholeNumber(50, 16_384).default(512).describe("Root volume of each node."),
};

export const capacitySchema = z
  .strictObject({
    ...capacityKeys,
    idleMinutes: wholeNumber(1, 1_000_000)
      .default(60)
      .describe("How long a node that is not static stays up without a job; for all queues."),
  })
  .describe(
    "The nodes of the main queue `compute-gpu`: one of `reservation`, `reservationGroup` or `market` says where they come from.",
  );

/** What the main queue and a further queue have in common. */
export type QueueCapacity = z.infer<z.ZodObject<typeof capacityKeys>>;

export const queueSubnet = subnetId
  .optional()
  .describe("Subnet of the nodes when it is not the private subnet of the project.");
