import { z } from "zod";

/** A text of a fixed form; `allowed` completes the sentence "It must be …", which editors show too. */
export function textLike(pattern: RegExp, allowed: string): z.ZodString {
  return z
    .string()
    .regex(pattern, { error: allowed })
    .meta({ patternErrorMessage: `It must be ${allowed}.` });
}

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number): z.ZodInt {
  return z.int().min(min).max(max);
}

export const clusterName = textLike(
  /^[a-zA-Z][a-zA-Z0-9-]{0,59}$/,
  "a letter, then letters, digits or hyphens, at most 60 in all",
);
export const regionName = textLike(/^[a-z]{2}(-[a-z]+)+-\d+$/, "the code of an AWS region, like us-west-2");
export const zoneName = textLike(
  /^[a-z]{2}(-[a-z]+)+-\d+[a-z]?(-[a-z]+-\d+)?[a-z]$/,
  "the name of an availability zone, like us-west-2a",
);
export const queueName = textLike(
  /^(?!default$)[a-z][a-z0-9-]{0,24}$/,
  "a lower-case letter, then lower-case letters, digits or hyphens, at most 25 in all, and not `default`",
);
export const instanceTypeName = textLike(
  /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/,
  "an EC2 instance type, like p5.48xlarge",
);
export const reservationId = textLike(
  /^cr-[0-9a-f]{8,17}$/,
  "the id of a capacity reservation or block, like cr-0123456789abcdef0",
);
export const reservationGroupArn = textLike(
  /^arn:aws[a-z-]*:resource-groups:[a-z0-9-]+:\d{12}:group\/[A-Za-z0-9._-]{1,300}$/,
  "the ARN of a resource group, like arn:aws:resource-groups:us-west-2:123456789012:group/training",
);
export const keyPairName = textLike(
  /^(?! )[\x20-\x7e]{1,255}(?<! )$/,
  "at most 255 printable ASCII characters, no space at either end",
);
export const bucketName = textLike(
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!\d{1,3}(\.\d{1,3}){3}$)(?!.*(\.\.|-s3alias$|--ol-s3$))[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  "the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots or hyphens",
);
export const stackName = textLike(
  /^[a-zA-Z][a-zA-Z0-9-]{0,127}$/,
  "the name of a CloudFormation stack: a letter, then letters, digits or hyphens, at most 128 in all",
);
export const sourceRange = textLike(
  /^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)\/(3[0-2]|[12]?\d)$|^pl-[0-9a-f]{8,17}$/,
  "an IPv4 range like 203.0.113.0/24 (one address: 203.0.113.7/32), or a prefix list like pl-0123456789abcdef0",
);
export const vpcId = textLike(
  /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/,
  "the id of a VPC, like vpc-0123456789abcdef0",
);
export const subnetId = textLike(
  /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
  "the id of a subnet, like subnet-0123456789abcdef0",
);
export const securityGroupId = textLike(
  /^sg-([0-9a-f]{8}|[0-9a-f]{17})$/,
  "the id of a security group, like sg-0123456789abcdef0",
);
export const secretArn = textLike(
  /^arn:aws[a-z-]*:(secretsmanager|ssm):[a-z0-9-]+:\d{12}:\S{1,512}$/,
  "the ARN of a secret, like arn:aws:secretsmanager:us-west-2:123456789012:secret:slurm-AbCdEf",
);
export const policyArn = textLike(
  /^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]{1,512}$/,
  "the ARN of an IAM policy, like arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
);

/** What happens to a file system when its stack is deleted. */
export const onDelete = z
  .enum(["retain", "delete"])
  .default("retain")
  .describe(
    "What happens to it when the stack is deleted; `retain` also keeps the network that it stands in.",
  );
