import { createHash } from "node:crypto";
import type { RegionContext } from "../../../kernel/CallContext.ts";

export interface ImageRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly architecture: "x86_64" | "arm64";
  readonly ownerId: string;
  readonly ownerAlias?: "amazon";
  readonly rootDeviceName: string;
  readonly snapshotId: string;
  readonly sizeGiB: number;
  readonly createdMs: number;
  readonly deprecatedMs: number;
  readonly platformDetails: string;
}

interface Release {
  readonly version: string;
  readonly releasedMs: number;
}

/** Releases with their dates; those marked in the behaviour page are known to the month only. */
const RELEASES: readonly Release[] = [
  release("3.12.0", Date.UTC(2024, 11, 19)),
  release("3.13.0", Date.UTC(2025, 3, 10)),
  release("3.13.1", Date.UTC(2025, 5, 17)),
  release("3.13.2", Date.UTC(2025, 6, 8)),
  release("3.14.0", Date.UTC(2025, 8, 30)),
  release("3.14.1", Date.UTC(2025, 11, 4)),
  release("3.14.2", Date.UTC(2026, 1, 16)),
  release("3.15.0", Date.UTC(2026, 2, 23)),
  release("3.15.1", Date.UTC(2026, 4, 28)),
  release("3.16.0", Date.UTC(2026, 7, 20)),
  release("3.16.1", Date.UTC(2026, 8, 8)),
  release("3.16.2", Date.UTC(2026, 9, 29)),
  release("3.16.3", Date.UTC(2026, 10, 17)),
];

interface Distribution {
  readonly namePart: string;
  readonly os: string;
  readonly rootDeviceName: string;
  readonly isIn: (version: string) => boolean;
}

/** Sorted by name: the official CLI groups images that stand side by side. */
const DISTRIBUTIONS: readonly Distribution[] = [
  distribution("amzn2-hvm", "alinux2", "/dev/xvda", (version) => !version.startsWith("3.16.")),
  distribution("amzn2023-hvm", "alinux2023", "/dev/xvda"),
  distribution("rhel8-hvm", "rhel8", "/dev/sda1"),
  distribution("rhel9-hvm", "rhel9", "/dev/sda1"),
  distribution("ubuntu-2004-lts-hvm", "ubuntu2004", "/dev/sda1", (version) => /^3\.1[23]\./.test(version)),
  distribution("ubuntu-2204-lts-hvm", "ubuntu2204", "/dev/sda1"),
  distribution("ubuntu-2404-lts-hvm", "ubuntu2404", "/dev/sda1", (version) => !version.startsWith("3.12.")),
];

const PARALLELCLUSTER_OWNER = "247102896272";
const AMAZON_OWNER = "137112412989";
const CANONICAL_OWNER = "099720109477";
const DEPRECATED_AFTER_MS = 2 * 365 * 86_400_000;

type ImageContent = Omit<ImageRecord, "id" | "snapshotId" | "deprecatedMs">;

interface ImageBase {
  readonly content: ImageContent;
  /** Number of the image over all regions; an id is this number mixed with one of the region. */
  readonly number: bigint;
}

/** Public images that the sandbox knows: ParallelCluster's, and a plain Amazon Linux 2023 and Ubuntu 22.04. */
export function officialImages(context: RegionContext): Readonly<Record<string, ImageRecord>> {
  const region = numberOf(context.region);
  const images = [...BASES.values()].map((base) => imageOf(base, region));
  return Object.fromEntries(images.map((image) => [image.id, image]));
}

/** One of them by its id, without making the others. */
export function officialImage(context: RegionContext, id: string): ImageRecord | undefined {
  const digits = /^ami-0([0-9a-f]{16})$/.exec(id)?.[1];
  if (digits === undefined) return undefined;
  const region = numberOf(context.region);
  const base = BASES.get(BigInt(`0x${digits}`) ^ region);
  return base === undefined ? undefined : imageOf(base, region);
}

const BASES: ReadonlyMap<bigint, ImageBase> = new Map(
  [...RELEASES.flatMap(parallelClusterImages), ...plainImages()].map((content) => {
    const number = numberOf(content.name);
    return [number, { content, number }];
  }),
);

function parallelClusterImages({ version, releasedMs }: Release): ImageContent[] {
  return DISTRIBUTIONS.filter((each) => each.isIn(version)).flatMap((each) =>
    (["arm64", "x86_64"] as const).map((architecture): ImageContent => ({
      name: `aws-parallelcluster-${version}-${each.namePart}-${architecture}-${stamp(releasedMs)}`,
      description: `AWS ParallelCluster AMI for ${each.os}`,
      architecture,
      ownerId: PARALLELCLUSTER_OWNER,
      ownerAlias: "amazon",
      rootDeviceName: each.rootDeviceName,
      sizeGiB: /^3\.16\.[23]$/.test(version) ? 50 : 40,
      createdMs: releasedMs,
      platformDetails: each.os.startsWith("rhel") ? "Red Hat Enterprise Linux" : "Linux/UNIX",
    })),
  );
}

function plainImages(): ImageContent[] {
  const shared = { createdMs: Date.UTC(2026, 9, 13), sizeGiB: 8, platformDetails: "Linux/UNIX" };
  return (["arm64", "x86_64"] as const).flatMap((architecture): ImageContent[] => {
    const short = architecture === "arm64" ? "arm64" : "amd64";
    return [
      {
        ...shared,
        name: `al2023-ami-2023.9.20261013.0-kernel-6.1-${architecture}`,
        description: `Amazon Linux 2023 AMI 2023.9.20261013.0 ${architecture} HVM kernel-6.1`,
        architecture,
        ownerId: AMAZON_OWNER,
        ownerAlias: "amazon",
        rootDeviceName: "/dev/xvda",
      },
      {
        ...shared,
        name: `ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-${short}-server-20261013`,
        description: `Canonical, Ubuntu, 22.04 LTS, ${short} jammy image`,
        architecture,
        ownerId: CANONICAL_OWNER,
        rootDeviceName: "/dev/sda1",
      },
    ];
  });
}

function imageOf({ content, number }: ImageBase, region: bigint): ImageRecord {
  const digits = (number ^ region).toString(16).padStart(16, "0");
  return {
    ...content,
    id: `ami-0${digits}`,
    snapshotId: `snap-0${digits}`,
    deprecatedMs: content.createdMs + DEPRECATED_AFTER_MS,
  };
}

function numberOf(text: string): bigint {
  return createHash("sha256").update(text).digest().readBigUInt64BE();
}

function stamp(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replaceAll(/[-T:]/g, "");
}

function release(version: string, releasedMs: number): Release {
  return { version, releasedMs };
}

function distribution(
  namePart: string,
  os: string,
  rootDeviceName: string,
  isIn: Distribution["isIn"] = () => true,
): Distribution {
  return { namePart, os, rootDeviceName, isIn };
}
