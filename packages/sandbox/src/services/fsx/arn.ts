import type { RegionContext } from "../../kernel/CallContext.ts";

/** `arn:aws:fsx:<region>:<account>:<resource>` */
export function fsxArn(context: RegionContext, resource: string): string {
  return `arn:${partitionOf(context.region)}:fsx:${context.region}:${context.accountId}:${resource}`;
}

export function urlSuffixOf(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}

export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
