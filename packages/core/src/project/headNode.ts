import { z } from "zod";
import { instanceTypeName, policyArn, wholeNumber } from "./fields.ts";

export const headNodeSchema = z
  .strictObject({
    instanceType: instanceTypeName.default("m5.8xlarge").describe("EC2 instance type of the head node."),
    rootVolumeGiB: wholeNumber(50, 16_384).default(500).describe("Root volume of the head node."),
    subnet: z
      .enum(["public", "private"])
      .default("public")
      .describe("Where the head node stands; in the private subnet it has no public address."),
    elasticIp: z
      .boolean()
      .default(false)
      .describe("Does the head node keep its public address when it is replaced?"),
    policies: z
      .array(policyArn)
      .max(18)
      .default([
        "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",
      ])
      .describe(
        "Further IAM policies of the head node; the one for Systems Manager comes from `access.ssm`.",
      ),
  })
  .describe("The head node: login, Slurm controller, compiler.");
