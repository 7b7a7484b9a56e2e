import { z } from "zod";
import { onDelete, textLike, wholeNumber } from "./fields.ts";

export const PERSISTENT_1_THROUGHPUTS = [50, 100, 200] as const;
export const PERSISTENT_2_THROUGHPUTS = [125, 250, 500, 1000] as const;
/** OpenZFS of the first generation: SINGLE_AZ_1 and SINGLE_AZ_HA_1. */
export const OPENZFS_1_THROUGHPUTS = [64, 128, 256, 512, 1024, 2048, 3072, 4096] as const;
/** OpenZFS of the second generation and across zones: SINGLE_AZ_2, SINGLE_AZ_HA_2 and MULTI_AZ_1. */
export const OPENZFS_2_THROUGHPUTS = [160, 320, 640, 1280, 2560, 3840, 5120, 7680, 10_240] as const;

const lustreCapacity = wholeNumber(1200, 1_000_800).refine(
  (capacityGiB) => capacityGiB === 1200 || capacityGiB % 2400 === 0,
  { error: "1200 or a multiple of 2400" },
);

export const scratchSchema = z
  .strictObject({
    fileSystemId: textLike(/^fs-[0-9a-f]{17}$/, "the id of a Lustre file system, like fs-0123456789abcdef0")
      .optional()
      .describe("Lustre file system that exists and is to be used; the other keys then have no effect."),
    capacityGiB: lustreCapacity.default(1200).describe("Storage capacity: 1200, or a multiple of 2400."),
    throughputMBpsPerTiB: z
      .literal([...PERSISTENT_1_THROUGHPUTS, ...PERSISTENT_2_THROUGHPUTS])
      .optional()
      .describe(
        "Throughput per TiB: 125, 250, 500 or 1000 for PERSISTENT_2 (250 when left out), 50, 100 or 200 for PERSISTENT_1 (200 when left out).",
      ),
    deployment: z
      .enum(["auto", "PERSISTENT_2", "PERSISTENT_1"])
      .default("auto")
      .describe(
        "`auto` takes what the throughput needs, else PERSISTENT_2 unless the zone is known to lack it.",
      ),
    compression: z.enum(["LZ4", "NONE"]).default("LZ4").describe("Compression of the data on disk."),
    lustreVersion: z
      .literal(["2.15", "2.12", 2.15, 2.12])
      .default("2.15")
      .describe("Version of the Lustre software."),
    onDelete,
  })
  .describe("The scratch file system at /fsx (FSx for Lustre).");

export const homeSchema = z
  .strictObject({
    volumeId: textLike(/^fsvol-[0-9a-f]{17}$/, "the id of an OpenZFS volume, like fsvol-0123456789abcdef0")
      .optional()
      .describe("OpenZFS volume that exists and is to be used; the other keys then have no effect."),
    capacityGiB: wholeNumber(64, 524_288).default(512).describe("Storage capacity."),
    throughputMBps: z
      .literal([...OPENZFS_1_THROUGHPUTS, ...OPENZFS_2_THROUGHPUTS])
      .optional()
      .describe(
        "Throughput. For SINGLE_AZ_HA_1 and SINGLE_AZ_1 one of 64, 128, 256, 512 (when left out), 1024, 2048, 3072, 4096; for the others one of 160, 320 (when left out), 640, 1280, 2560, 3840, 5120, 7680, 10240.",
      ),
    deployment: z
      .enum(["auto", "SINGLE_AZ_HA_2", "SINGLE_AZ_HA_1", "MULTI_AZ_1", "SINGLE_AZ_2", "SINGLE_AZ_1"])
      .default("auto")
      .describe(
        "`auto` takes the first of SINGLE_AZ_HA_2, SINGLE_AZ_HA_1 and MULTI_AZ_1 that the region offers. Changing it later replaces the file system.",
      ),
    backupDays: wholeNumber(0, 90)
      .default(30)
      .describe("How long automatic daily backups are kept; 0 makes none."),
    onDelete,
  })
  .describe("The home directories at /home (FSx for OpenZFS).");

export const storageSchema = z
  .strictObject({ scratch: scratchSchema.prefault({}), home: homeSchema.prefault({}) })
  .describe("The two shared file systems.");
