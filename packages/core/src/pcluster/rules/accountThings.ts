import type { AwsAnswer } from "../aws/AwsAnswer.ts";
import type { ClusterConfigAws } from "../aws/ClusterConfigAws.ts";
import { error, findingsOf, warning, type Findings, type RuleAnswer } from "./finding.ts";
import type { VersionLimits } from "./versionLimits.ts";

export function roleValidator(
  { arn }: { readonly arn: string },
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : mustExist(`The role ${arn}`, aws.access.role(lastPart(arn)));
}

export function instanceProfileValidator(
  { arn }: { readonly arn: string },
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined
    ? []
    : mustExist(`The instance profile ${arn}`, aws.access.instanceProfile(lastPart(arn)));
}

export function iamPolicyValidator(
  { arn }: { readonly arn: string },
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : mustExist(`The policy ${arn}`, aws.access.policy(arn));
}

/** The policy that ParallelCluster itself attaches is not looked up. */
export function additionalIamPolicyValidator(
  input: { readonly arn: string; readonly partition: string },
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  if (input.arn === `arn:${input.partition}:iam::aws:policy/CloudWatchAgentServerPolicy`) return [];
  return iamPolicyValidator(input, aws);
}

export function kmsKeyValidator(
  { kmsKeyId }: { readonly kmsKeyId: string },
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : mustExist(`The KMS key ${kmsKeyId}`, aws.volumes.kmsKey(kmsKeyId));
}

export function fsxBackupIdValidator(
  { backupId }: { readonly backupId: string | undefined },
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  if (backupId === undefined || backupId === "" || aws === undefined) return [];
  return mustExist(`The backup ${backupId}`, aws.fileSystems.fsxBackup(backupId));
}

async function mustExist(what: string, question: Promise<AwsAnswer<unknown>>): Promise<Findings> {
  const answer = await question;
  return findingsOf(answer.kind === "refused" && error(`${what} cannot be used: ${answer.message}`));
}

function lastPart(arn: string): string {
  return arn.split("/").at(-1) ?? "";
}

export interface KeyPairInput {
  readonly keyName: string | undefined;
  readonly os: string;
  readonly limits: VersionLimits;
}

export function keyPairValidator(input: KeyPairInput, aws: ClusterConfigAws | undefined): RuleAnswer {
  const { keyName } = input;
  if (keyName === undefined || keyName === "")
    return [warning("There is no Ssh/KeyName: nobody can log in unless the image allows another way.")];
  return aws === undefined ? [] : checkKeyPair(keyName, input, aws);
}

async function checkKeyPair(
  keyName: string,
  { os, limits }: KeyPairInput,
  aws: ClusterConfigAws,
): Promise<Findings> {
  const answer = await aws.images.keyPair(keyName);
  if (answer.kind === "refused") return [error(`The key pair ${keyName} cannot be used: ${answer.message}`)];
  return findingsOf(
    limits.rsaKeyRefusedOs.includes(os) &&
      answer.value.keyType === "rsa" &&
      error(`${os} does not take RSA keys: make an ed25519 key pair instead of ${keyName}.`),
  );
}

export interface CustomAmiTagInput {
  readonly imageId: string;
  readonly version: string;
}

export function customAmiTagValidator(
  input: CustomAmiTagInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkImageTags(input, aws);
}

async function checkImageTags(
  { imageId, version }: CustomAmiTagInput,
  aws: ClusterConfigAws,
): Promise<Findings> {
  const answer = await aws.images.image(imageId);
  if (answer.kind === "refused") return [error(`The image ${imageId} cannot be read: ${answer.message}`)];
  const made = answer.value.tags.get("parallelcluster:version");
  if (made === undefined)
    return [
      warning(`The image ${imageId} may not have been built by ParallelCluster; nodes then fail to start.`),
    ];
  if (made !== version)
    return [error(`The image ${imageId} was built by ParallelCluster ${made}, the cluster uses ${version}.`)];
  return findingsOf(
    !answer.value.tags.has("parallelcluster:build_status") &&
      error(`The image ${imageId} does not say whether its build succeeded.`),
  );
}

export interface AmiOsInput {
  readonly os: string;
  readonly imageId: string;
}

export function amiOsCompatibleValidator(input: AmiOsInput, aws: ClusterConfigAws | undefined): RuleAnswer {
  return aws === undefined ? [] : checkImageOs(input, aws);
}

async function checkImageOs({ os, imageId }: AmiOsInput, aws: ClusterConfigAws): Promise<Findings> {
  const answer = await aws.images.image(imageId);
  if (answer.kind === "refused") return [error(`The image ${imageId} cannot be read: ${answer.message}`)];
  const imageOs = answer.value.tags.get("parallelcluster:os") ?? "";
  if (imageOs === "")
    return [warning(`The image ${imageId} does not say which operating system it has; it must be ${os}.`)];
  return findingsOf(imageOs !== os && error(`The image ${imageId} has ${imageOs}, the cluster ${os}.`));
}

export interface LaunchTemplateInput {
  readonly computeResourceName: string;
  readonly launchTemplateId: string;
  readonly version: number;
}

const ALLOWED_TEMPLATE_PROPERTIES = ["NetworkInterfaces"];

export function launchTemplateValidator(
  input: LaunchTemplateInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return input.launchTemplateId === "" || aws === undefined ? [] : checkLaunchTemplate(input, aws);
}

async function checkLaunchTemplate(input: LaunchTemplateInput, aws: ClusterConfigAws): Promise<Findings> {
  const { launchTemplateId: id, version, computeResourceName } = input;
  const answer = await aws.images.launchTemplate(id, version);
  if (answer.kind === "refused")
    return [
      error(
        `Version ${version} of the launch template ${id} of compute resource ${computeResourceName} cannot be read: ${answer.message}`,
      ),
    ];
  const others = answer.value.properties.filter(
    (property) => !ALLOWED_TEMPLATE_PROPERTIES.includes(property),
  );
  return findingsOf(
    others.length > 0 &&
      error(
        `The launch template ${id} may hold only ${ALLOWED_TEMPLATE_PROPERTIES.join(", ")}, not ${others.sort().join(", ")}.`,
      ),
  );
}
