import { z } from "zod";
import { keyPairName, sourceRange } from "./fields.ts";

export const accessSchema = z
  .strictObject({
    keyPair: keyPairName
      .optional()
      .describe(
        "EC2 key pair of the head node, created when it is missing; the project's name when left out.",
      ),
    ssm: z
      .boolean()
      .default(true)
      .describe("May the head node be entered through AWS Systems Manager? Needs no open port."),
    sshFrom: z
      .array(sourceRange)
      .max(60)
      .default([])
      .describe(
        "Address ranges that may reach SSH of the head node. Empty: none, not even within the network.",
      ),
  })
  .describe("Who can reach the head node, and how.");
