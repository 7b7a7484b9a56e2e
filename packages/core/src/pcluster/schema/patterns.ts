/** A pattern of the official schema, matched from the start of a text. */
export interface TextPattern {
  readonly source: string;
  readonly matches: RegExp;
  /** What fits, for messages. */
  readonly says: string;
}

/**
 * Makes a pattern of its official source. There `$` also matches before one newline at the end, so the
 * pattern accepts it as well.
 */
export function pattern(source: string, says: string): TextPattern {
  const tolerant = source.replaceAll(/(?<!\\)\$(?=$|\|)/g, "\\n?$");
  return { source, says, matches: new RegExp(`^(?:${tolerant})`) };
}

const CIDR_BYTE = "([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])";

export const PATTERNS = {
  ami: pattern("^ami-[0-9a-z]{8}$|^ami-[0-9a-z]{17}$", "an AMI id such as ami-0123456789abcdef0"),
  securityGroup: pattern(
    "^sg-[0-9a-z]{8}$|^sg-[0-9a-z]{17}$",
    "a security group id such as sg-0123456789abcdef0",
  ),
  subnet: pattern(
    "^subnet-[0-9a-z]{8}$|^subnet-[0-9a-z]{17}$",
    "a subnet id such as subnet-0123456789abcdef0",
  ),
  snapshot: pattern("^snap-[0-9a-z]{8}$|^snap-[0-9a-z]{17}$", "a snapshot id such as snap-0123456789abcdef0"),
  volume: pattern("^vol-[0-9a-z]{8}$|^vol-[0-9a-z]{17}$", "a volume id such as vol-0123456789abcdef0"),
  efs: pattern("^fs-[0-9a-z]{8}$|^fs-[0-9a-z]{17}$", "an EFS id such as fs-0123456789abcdef0"),
  efsAccessPoint: pattern("^fsap-[0-9a-z]{17}$", "an access point id such as fsap-0123456789abcdef0"),
  fsxLustre: pattern("^fs-[0-9a-z]{17}$", "an FSx file system id such as fs-0123456789abcdef0"),
  fsxVolume: pattern("^fsvol-[0-9a-f]{17}$", "an FSx volume id such as fsvol-0123456789abcdef0"),
  fsxBackup: pattern("^(backup-[0-9a-f]{8,})$", "a backup id such as backup-0123456789abcdef0"),
  fileCache: pattern("^(fc-[0-9a-f]{8,18})$", "a file cache id such as fc-0123456789abcdef0"),
  role: pattern("^arn:.*:role/", "the ARN of a role, arn:...:role/NAME"),
  instanceProfile: pattern(
    "^arn:.*:instance-profile/",
    "the ARN of an instance profile, arn:...:instance-profile/NAME",
  ),
  policy: pattern("^arn:.*:policy/", "the ARN of a policy, arn:...:policy/NAME"),
  secret: pattern("^arn:.*:secret", "the ARN of a secret"),
  secretOrParameter: pattern(
    String.raw`^arn:.*:(secretsmanager:.*:.*:secret:|ssm:.*:.*:parameter\/).*$`,
    "the ARN of a Secrets Manager secret or of an SSM parameter",
  ),
  bucket: pattern(
    String.raw`^[\*a-z0-9\-\.]+$`,
    "a bucket name of lower case letters, digits, hyphens, dots and *",
  ),
  databaseName: pattern("^[0-9a-z_]+$", "lower case letters, digits and underscores"),
  weeklyTime: pattern(
    String.raw`^[1-7]:([01]\d|2[0-3]):([0-5]\d)$`,
    "d:HH:MM with the day from 1 to 7, in quotes",
  ),
  dailyTime: pattern(String.raw`^([01]\d|2[0-3]):([0-5]\d)$`, "HH:MM, in quotes"),
  fileSystemPath: pattern(
    String.raw`^[^\u0000\u0085\u2028\u2029\r\n]{1,4096}$`,
    "a path on one line, at most 4096 characters",
  ),
  mountDir: pattern(
    String.raw`^\/?[^\/.\\][^\/\\]*(\/[^\/.\\][^\/]*)*$`,
    "a directory such as /data, no component starting with a dot",
  ),
  cidrOrPrefixList: pattern(
    `^(${CIDR_BYTE}\\.){3}${CIDR_BYTE}(\\/([0-9]|[1-2][0-9]|3[0-2]))$|^pl-[a-zA-Z0-9]`,
    "an address range such as 10.0.0.0/8 or a prefix list such as pl-0123abcd",
  ),
} as const;
