import { z } from "zod";
import { secretArn, textLike, wholeNumber } from "./fields.ts";

export const accountingSchema = z
  .strictObject({
    completionLog: z
      .boolean()
      .default(true)
      .describe("Does Slurm write each ended job to /home/slurm/slurm-job-completions.txt?"),
    headNode: z
      .boolean()
      .default(false)
      .describe(
        "Database and daemon on the head node, on the sandbox alone; `accounting: true` is short for it. ParallelCluster on AWS needs `database` or `slurmdbd`.",
      ),
    database: z
      .strictObject({
        uri: textLike(/^[a-zA-Z0-9.-]{1,253}(:\d{1,5})?$/, "a host name with an optional port").describe(
          "Host of the MySQL database, with `:port` when it is not 3306.",
        ),
        userName: z.string().min(1).max(64).describe("User of the database."),
        passwordSecret: secretArn.describe("Secret with the user's password."),
        databaseName: textLike(/^[0-9a-z_]{1,64}$/, "at most 64 lower-case letters, digits or underscores")
          .optional()
          .describe("Name of the database; made from the cluster's name when left out."),
      })
      .optional()
      .describe("Database for Slurm's accounting. The project's name may then have 40 characters."),
    slurmdbd: z
      .strictObject({
        host: textLike(/^[a-zA-Z0-9.-]{1,253}$/, "a host name").describe("Host of the daemon."),
        port: wholeNumber(1, 65_535).default(6819).describe("Port of the daemon."),
        mungeKeySecret: secretArn.describe(
          "Secret with the munge key that the daemon and the cluster share.",
        ),
      })
      .optional()
      .describe("Slurm database daemon that runs elsewhere, in place of `database`."),
  })
  .describe("What Slurm remembers of jobs.");
