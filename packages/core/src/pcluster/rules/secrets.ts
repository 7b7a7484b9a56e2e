import type { AwsAnswer } from "../aws/AwsAnswer.ts";
import type { ClusterConfigAws } from "../aws/ClusterConfigAws.ts";
import { error, findingsOf, warning, type Findings, type RuleAnswer } from "./finding.ts";

export interface SecretInput {
  readonly arn: string;
  readonly region: string;
}

/** The one region where a password may also stand in the parameter store. */
const REGION_WITH_PARAMETERS = "us-isob-east-1";

export function passwordSecretArnValidator(
  { arn, region }: SecretInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  const { service, resource } = partsOf(arn);
  const isSecret = service === "secretsmanager" && resource === "secret";
  const [kind, name] = resource.split("/");
  const isParameter = service === "ssm" && kind === "parameter" && region === REGION_WITH_PARAMETERS;
  if (!isSecret && !isParameter) return [notSupported(arn, region)];
  if (aws === undefined) return [];
  return checkExists(arn, isSecret ? aws.access.secret(arn) : aws.access.parameter(name ?? ""));
}

async function checkExists(arn: string, question: Promise<AwsAnswer<unknown>>): Promise<Findings> {
  const answer = await question;
  return answer.kind === "found" ? [] : [unreadable(arn, answer.code, answer.message)];
}

export interface ArnInput extends SecretInput {
  readonly expectedService: string;
  readonly expectedResource: string;
}

export function arnServiceAndResourceValidator(input: ArnInput): Findings {
  const { service, resource } = partsOf(input.arn);
  return findingsOf(
    (service !== input.expectedService || resource !== input.expectedResource) &&
      notSupported(input.arn, input.region),
  );
}

const MUNGE_KEY_BITS = { min: 256, max: 8192 } as const;

export function mungeKeySecretSizeAndBase64Validator(
  input: { readonly arn: string },
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkMungeKey(input.arn, aws);
}

async function checkMungeKey(arn: string, aws: ClusterConfigAws): Promise<Findings> {
  const answer = await aws.access.secretText(arn);
  if (answer.kind === "refused") return [unreadable(arn, answer.code, answer.message)];
  if (answer.value === "") return [error(`The secret ${arn} is empty.`)];
  const bits = base64Bits(answer.value);
  if (bits === undefined) return [error(`The secret ${arn} is not Base64.`)];
  const { min, max } = MUNGE_KEY_BITS;
  return findingsOf(
    (bits < min || bits > max) &&
      error(`The munge key in ${arn} has ${bits} bits, ${min} to ${max} are allowed.`),
  );
}

/** Bits of a decoded text; undefined for text that is not Base64. */
function base64Bits(text: string): number | undefined {
  const match = /^[A-Za-z0-9+/]*(={0,2})\n?$/.exec(text);
  if (match === null || text.trimEnd().length % 4 !== 0) return undefined;
  return ((text.trimEnd().length / 4) * 3 - (match[1]?.length ?? 0)) * 8;
}

function partsOf(arn: string): { readonly service: string; readonly resource: string } {
  const parts = arn.split(":");
  return { service: parts[2] ?? "", resource: parts[5] ?? "" };
}

function notSupported(arn: string, region: string) {
  return error(`${arn} is not the ARN of a secret that can be used in ${region}.`);
}

/** Only these two codes count as missing; the code that the service really gives for a secret is not one of them. */
function unreadable(arn: string, code: string, message: string) {
  if (code === "ResourceNotFoundExceptionSecrets" || code === "ParameterNotFound")
    return error(`${arn} does not exist.`);
  if (code === "AccessDeniedException")
    return warning(`${arn} may not be read, so it was not checked: ${message}`);
  return warning(`${arn} was not checked: ${message}`);
}
