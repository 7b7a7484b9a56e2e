import { AwsError } from "../../../kernel/AwsError.ts";

export interface Zone {
  /** `us-west-2a` */
  readonly name: string;
  /** `usw2-az2` */
  readonly id: string;
  /** `us-west-2-zg-1`, or the local zone's own group `us-west-2-lax-1`. */
  readonly group: string;
  /** `us-west-2`, or the local zone's group. */
  readonly borderGroup: string;
  readonly type: "availability-zone" | "local-zone";
  readonly optIn: "opt-in-not-required" | "not-opted-in";
  readonly parent?: string;
}

export interface Region {
  readonly name: string;
  readonly partition: "aws" | "aws-cn" | "aws-us-gov";
  readonly optIn: "opt-in-not-required" | "opted-in";
  readonly zones: readonly Zone[];
  readonly localZones: readonly Zone[];
}

/** @throws {AwsError} `AuthFailure` for a region that does not exist, as a wrong scope of a signature is answered */
export function regionNamed(name: string): Region {
  const region = REGIONS.get(name);
  if (region !== undefined) return region;
  throw new AwsError("AuthFailure", "AWS was not able to validate the provided access credentials", {
    httpStatus: 401,
  });
}

/** The regions that DescribeRegions shows to an account of this region: those of its partition. */
export function regionsBeside(name: string): readonly Region[] {
  const { partition } = regionNamed(name);
  return [...REGIONS.values()].filter((region) => region.partition === partition);
}

/** Letters of the zones with the number of the zone id each stands for in this account; `+` marks regions that need opting in. */
const TABLE: readonly (readonly [name: string, idPrefix: string, zones: string])[] = [
  ["af-south-1", "afs1", "+ a1 b2 c3"],
  ["ap-east-1", "ape1", "+ a1 b2 c3"],
  ["ap-east-2", "ape2", "+ a1 b2 c3"],
  ["ap-northeast-1", "apne1", "a4 c1 d2"],
  ["ap-northeast-2", "apne2", "a1 b2 c3 d4"],
  ["ap-northeast-3", "apne3", "a3 b1 c2"],
  ["ap-south-1", "aps1", "a1 b3 c2"],
  ["ap-south-2", "aps2", "+ a1 b2 c3"],
  ["ap-southeast-1", "apse1", "a2 b1 c3"],
  ["ap-southeast-2", "apse2", "a1 b3 c2"],
  ["ap-southeast-3", "apse3", "+ a1 b2 c3"],
  ["ap-southeast-4", "apse4", "+ a1 b2 c3"],
  ["ap-southeast-5", "apse5", "+ a1 b2 c3"],
  ["ap-southeast-6", "apse6", "+ a1 b2 c3"],
  ["ap-southeast-7", "apse7", "+ a1 b2 c3"],
  ["ca-central-1", "cac1", "a1 b2 d4"],
  ["ca-west-1", "caw1", "+ a1 b2 c3"],
  ["eu-central-1", "euc1", "a2 b3 c1"],
  ["eu-central-2", "euc2", "+ a1 b2 c3"],
  ["eu-north-1", "eun1", "a1 b2 c3"],
  ["eu-south-1", "eus1", "+ a1 b2 c3"],
  ["eu-south-2", "eus2", "+ a1 b2 c3"],
  ["eu-west-1", "euw1", "a3 b1 c2"],
  ["eu-west-2", "euw2", "a2 b3 c1"],
  ["eu-west-3", "euw3", "a1 b2 c3"],
  ["il-central-1", "ilc1", "+ a1 b2 c3"],
  ["me-central-1", "mec1", "+ a1 b2 c3"],
  ["me-south-1", "mes1", "+ a1 b2 c3"],
  ["mx-central-1", "mxc1", "+ a1 b2 c3"],
  ["sa-east-1", "sae1", "a1 b2 c3"],
  ["us-east-1", "use1", "a6 b1 c2 d4 e3 f5"],
  ["us-east-2", "use2", "a1 b2 c3"],
  ["us-west-1", "usw1", "a3 b1"],
  ["us-west-2", "usw2", "a2 b1 c3 d4"],
  ["cn-north-1", "cnn1", "a1 b2 d4"],
  ["cn-northwest-1", "cnnw1", "a1 b2 c3"],
  ["us-gov-east-1", "usge1", "a1 b2 c3"],
  ["us-gov-west-1", "usgw1", "a1 b2 c3"],
];

const LOCAL_ZONES: readonly Zone[] = [
  localZone("us-east-1-atl-2a", "use1-atl2-az1", "us-east-1-atl-2", "us-east-1d"),
  localZone("us-east-1-dfw-2a", "use1-dfw2-az1", "us-east-1-dfw-2", "us-east-1a"),
  localZone("us-west-2-lax-1a", "usw2-lax1-az1", "us-west-2-lax-1", "us-west-2b"),
  localZone("us-west-2-phx-2a", "usw2-phx2-az1", "us-west-2-phx-2", "us-west-2a"),
];

const REGIONS: ReadonlyMap<string, Region> = new Map(TABLE.map((row) => [row[0], regionOf(...row)]));

function regionOf(name: string, idPrefix: string, zones: string): Region {
  return {
    name,
    partition: partitionOf(name),
    optIn: zones.startsWith("+") ? "opted-in" : "opt-in-not-required",
    zones: [...zones.matchAll(/([a-f])(\d)/g)].map(([, letter, number]) => ({
      name: `${name}${letter ?? ""}`,
      id: `${idPrefix}-az${number ?? ""}`,
      group: `${name}-zg-1`,
      borderGroup: name,
      type: "availability-zone",
      optIn: "opt-in-not-required",
    })),
    localZones: LOCAL_ZONES.filter((zone) => zone.name.startsWith(`${name}-`)),
  };
}

function partitionOf(region: string): Region["partition"] {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function localZone(name: string, id: string, group: string, parent: string): Zone {
  return { name, id, group, borderGroup: group, type: "local-zone", optIn: "not-opted-in", parent };
}
