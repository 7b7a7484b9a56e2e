import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";

export interface Quota {
  readonly serviceCode: "ec2" | "vpc";
  readonly code: string;
  /** AWS's default for the quota, in force when the Service Quotas module is not there. */
  readonly fallback: number;
}

export const quotas = {
  vpcsPerRegion: { serviceCode: "vpc", code: "L-F678F1CE", fallback: 5 },
  internetGatewaysPerRegion: { serviceCode: "vpc", code: "L-A4707A72", fallback: 5 },
  natGatewaysPerZone: { serviceCode: "vpc", code: "L-FE5A380F", fallback: 5 },
  cidrBlocksPerVpc: { serviceCode: "vpc", code: "L-83CA0A9D", fallback: 5 },
  gatewayEndpointsPerRegion: { serviceCode: "vpc", code: "L-1B52E74A", fallback: 20 },
  elasticIps: { serviceCode: "ec2", code: "L-0263D0A3", fallback: 5 },
} as const satisfies Record<string, Quota>;

/** The applied value of a quota, as Service Quotas answers it in this region. */
export function quotaValue(context: RegionContext, quota: Quota): number {
  try {
    const answer = context.call("servicequotas", "GetServiceQuota", {
      ServiceCode: quota.serviceCode,
      QuotaCode: quota.code,
    });
    return answer.Quota?.Value ?? quota.fallback;
  } catch (error) {
    if (error instanceof AwsError && NOT_KNOWN.has(error.code)) return quota.fallback;
    throw error;
  }
}

/** The module is not part of this kernel, or does not know the quota. */
const NOT_KNOWN = new Set(["UnknownOperationException", "NoSuchResourceException"]);
