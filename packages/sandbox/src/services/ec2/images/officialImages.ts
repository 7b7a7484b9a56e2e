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

type Architecture = ImageRecord["architecture"];

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
const PLAIN = { sizeGiB: 8, platformDetails: "Linux/UNIX" };
const DEPRECATED_AFTER_MS = 2 * 365 * 86_400_000;

type ImageContent = Omit<ImageRecord, "id" | "snapshotId" | "deprecatedMs">;

interface ImageBase {
  readonly content: ImageContent;
  /** Number of the image over all regions; an id is this number mixed with one of the region. */
  readonly number: bigint;
}

/** Public images that the sandbox knows: ParallelCluster's, and plain ones of Amazon and Canonical. */
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

/** Of each system the image that its maker's public parameters name; those of ended systems are the last ones. */
function plainImages(): ImageContent[] {
  return (["arm64", "x86_64"] as const).flatMap((architecture) => [
    amazonLinux2023("", architecture),
    amazonLinux2023("minimal-", architecture),
    amazonLinux2("amzn2-ami-hvm", "gp2", architecture),
    amazonLinux2("amzn2-ami-hvm", "ebs", architecture),
    amazonLinux2("amzn2-ami-kernel-5.10-hvm", "gp2", architecture),
    ubuntu("hvm-ssd", "focal-20.04", architecture, Date.UTC(2025, 4, 29)),
    ubuntu("hvm-ssd", "jammy-22.04", architecture, Date.UTC(2026, 9, 13)),
    ubuntu("hvm-ssd-gp3", "noble-24.04", architecture, Date.UTC(2026, 9, 13)),
  ]);
}

function amazonLinux2023(form: string, architecture: Architecture): ImageContent {
  const name = `al2023-ami-${form}2023.9.20261013.0-kernel-6.1-${architecture}`;
  const description = `Amazon Linux 2023 AMI 2023.9.20261013.0 ${architecture} ${form === "" ? "" : "Minimal "}HVM kernel-6.1`;
  return amazonImage({ name, description, architecture, createdMs: Date.UTC(2026, 9, 13) });
}

function amazonLinux2(kind: string, volume: string, architecture: Architecture): ImageContent {
  const name = `${kind}-2.0.20260615.0-${architecture}-${volume}`;
  const description = `Amazon Linux 2 AMI 2.0.20260615.0 ${architecture} HVM ${volume}`;
  return amazonImage({ name, description, architecture, createdMs: Date.UTC(2026, 5, 15) });
}

function amazonImage(
  content: Pick<ImageContent, "name" | "description" | "architecture" | "createdMs">,
): ImageContent {
  const owner = { ownerId: AMAZON_OWNER, ownerAlias: "amazon" as const };
  return { ...content, ...owner, ...PLAIN, rootDeviceName: "/dev/xvda" };
}

function ubuntu(kind: string, series: string, architecture: Architecture, createdMs: number): ImageContent {
  const short = architecture === "arm64" ? "arm64" : "amd64";
  return {
    ...PLAIN,
    name: `ubuntu/images/${kind}/ubuntu-${series}-${short}-server-${stamp(createdMs).slice(0, 8)}`,
    description: `Canonical, Ubuntu, ${series.slice(-5)} LTS, ${short} ${series.slice(0, -6)} image`,
    architecture,
    ownerId: CANONICAL_OWNER,
    rootDeviceName: "/dev/sda1",
    createdMs,
  };
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
