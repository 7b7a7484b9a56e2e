import { z } from "zod";
import { bucketName, textLike } from "./fields.ts";

const events = z
  .array(z.enum(["NEW", "CHANGED", "DELETED"]))
  .max(3)
  .default(["NEW", "CHANGED", "DELETED"]);

export const dataSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe("Is there a data bucket, linked to the scratch file system?"),
    bucket: bucketName
      .optional()
      .describe(
        "Bucket for data and checkpoints; made when it is missing, always kept. `NAME-data-ACCOUNT-REGION` when left out.",
      ),
    prefix: textLike(
      /^[A-Za-z0-9!_.*'()-]+(\/[A-Za-z0-9!_.*'()-]+)*$/,
      "a key prefix without a slash at either end",
    )
      .max(900)
      .optional()
      .describe("Part of the bucket that is linked; all of it when left out."),
    path: textLike(/^\/([A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*)?$/, "an absolute path below /fsx, like /data")
      .default("/data")
      .describe(
        "Directory of the scratch file system that shows the bucket: `/data` is /fsx/data on the nodes.",
      ),
    importEvents: events.describe("Changes in the bucket that appear in the directory; empty for none."),
    exportEvents: events.describe("Changes in the directory that are written to the bucket; empty for none."),
    versioning: z
      .boolean()
      .default(false)
      .describe("Does a bucket made by trainyard keep old versions of objects?"),
  })
  .describe("The data bucket and its link to the scratch file system.");
