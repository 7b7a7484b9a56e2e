import { z } from "zod";
import { instanceTypeName, wholeNumber } from "./fields.ts";

export const loginSchema = z
  .strictObject({
    count: wholeNumber(0, 100).default(0).describe("Login nodes behind one load balancer; 0 for none."),
    instanceType: instanceTypeName.default("m5.4xlarge").describe("EC2 instance type of the login nodes."),
    graceMinutes: wholeNumber(3, 120)
      .default(10)
      .describe("How long users are warned before a login node stops."),
  })
  .describe("Login nodes, so that users do not work on the head node.");
