import type { RegionContext } from "../../../kernel/CallContext.ts";

const BAKED_NAME = /^aws-parallelcluster-(\d+\.\d+\.\d+)/;

/** Why the head node's image cannot be used, in the node's words; undefined when it can. */
export function imageFault(context: RegionContext, imageId: string, version: string): string | undefined {
  const image = context.call("ec2", "DescribeImages", { ImageIds: [imageId] }).Images?.[0];
  const tagged = image?.Tags?.find(({ Key }) => Key === "parallelcluster:version")?.Value;
  const baked = tagged ?? BAKED_NAME.exec(image?.Name ?? "")?.[1];
  if (baked === undefined)
    return "This AMI was not baked by ParallelCluster. Please use pcluster build-image command to create an AMI by providing your AMI as parent image.";
  if (baked === version) return undefined;
  return `This AMI was created with aws-parallelcluster-cookbook-${baked}, but is trying to be used with aws-parallelcluster-cookbook-${version}. Please either use an AMI created with aws-parallelcluster-cookbook-${version} or change your ParallelCluster to aws-parallelcluster-cookbook-${baked}`;
}
