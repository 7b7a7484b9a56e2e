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

/** The id of the image that EC2 has for the system, so that it can be launched. */
function publishedImageId(path: string, context: RegionContext): string {
  const { Images } = context.call("ec2", "DescribeImages", {
    Filters: [{ Name: "name", Values: [imageNameOf(path)] }],
    IncludeDeprecated: true,
  });
  const id = Images?.[0]?.ImageId;
  if (id === undefined) throw new Error(`EC2 has no image for the public parameter ${path}`);
  return id;
}

function imageNameOf(path: string): string {
  const isArm = path.includes("arm64");
  const architecture = isArm ? "arm64" : "x86_64";
  const release = /\/server\/(\d+\.\d+)\//.exec(path)?.[1];
  if (release !== undefined)
    return `ubuntu/images/*/ubuntu-*-${release}-${isArm ? "arm64" : "amd64"}-server-*`;
  if (path.includes("/al2023-ami-minimal")) return `al2023-ami-minimal-*-${architecture}`;
  if (path.includes("/al2023-ami")) return `al2023-ami-2023*-${architecture}`;
  const kernel = path.includes("kernel-5.10") ? "kernel-5.10-" : "";
  return `amzn2-ami-${kernel}hvm-2.0.*-${architecture}-${path.endsWith("-ebs") ? "ebs" : "gp2"}`;
}
