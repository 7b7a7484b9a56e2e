import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { ParameterRecord } from "./SsmState.ts";

const PUBLISHED_MS = Date.UTC(2025, 10, 18, 20);

/** Paths under which AWS and Canonical publish the ids of their images, as their guides list them. */
const IMAGE_PATHS = [
  "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
  "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
  "/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-x86_64",
  "/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-arm64",
  "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64",
  "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-arm64",
  "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2",
  "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-ebs",
  "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-arm64-gp2",
  "/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-x86_64-gp2",
  "/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-arm64-gp2",
  ...["20.04", "22.04", "24.04"].flatMap((release) =>
    ["amd64", "arm64"].map((architecture) => {
      const volume = release === "24.04" ? "ebs-gp3" : "ebs-gp2";
      return `/aws/service/canonical/ubuntu/server/${release}/stable/current/${architecture}/hvm/${volume}/ami-id`;
    }),
  ),
];

/** A public parameter of the region; the same image id comes every time. */
export function publicParameter(name: string, context: RegionContext): ParameterRecord | undefined {
  if (!IMAGE_PATHS.includes(name)) return undefined;
  const value = publishedImageId(name, context);
  const version = {
    version: 1,
    value,
    modifiedMs: PUBLISHED_MS,
    tier: "Standard" as const,
    dataType: "aws:ec2:image",
    labels: [],
  };
  return { name, type: "String", versions: [version], tags: [] };
}

export function publicParameterNames(): readonly string[] {
  return IMAGE_PATHS;
}

/** The id of an image that EC2 has for the system, so that it can be launched; of other systems an id that depends on the path. */
function publishedImageId(path: string, context: RegionContext): string {
  const name = imageNameOf(path);
  try {
    const { Images } =
      name === undefined
        ? { Images: [] }
        : context.call("ec2", "DescribeImages", { Filters: [{ Name: "name", Values: [name] }] });
    const id = Images?.[0]?.ImageId;
    if (id !== undefined) return id;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
  return idFromPath(path, context.region);
}

function imageNameOf(path: string): string | undefined {
  const isArm = path.includes("arm64");
  if (path.includes("/al2023-ami-kernel")) return `al2023-ami-2023*-kernel-*-${isArm ? "arm64" : "x86_64"}`;
  if (path.includes("/server/22.04/"))
    return `ubuntu/images/*/ubuntu-jammy-22.04-${isArm ? "arm64" : "amd64"}-server-*`;
  return undefined;
}

function idFromPath(path: string, region: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(`${region}${path}`))
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return `ami-0${hash.toString(16).padStart(16, "0")}`;
}
