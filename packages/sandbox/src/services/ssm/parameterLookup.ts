import type { Parameter } from "@aws-sdk/client-ssm";
import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { findNamed } from "../../kernel/NameTable.ts";
import { publicParameter } from "./publicParameters.ts";
import { ssmStore, type ParameterRecord, type ParameterVersionRecord } from "./SsmState.ts";

/** A parameter as a caller names it: name or ARN, and a version or label behind a colon. */
export interface ParameterReference {
  readonly name: string;
  /** `:3` or `:label`, as the answer repeats it. */
  readonly selector?: string | undefined;
}

export function referenceOf(text: string): ParameterReference {
  const arnName = /^arn:[^:]+:ssm:[^:]*:\d*:parameter(\/?.*)$/.exec(text)?.[1];
  const named = arnName === undefined ? text : withoutFirstSlash(arnName);
  const colon = named.indexOf(":");
  if (colon < 0) return { name: named };
  return { name: named.slice(0, colon), selector: named.slice(colon) };
}

/** The parameter as GetParameter gives it, or undefined. SecureString values come in clear text when asked for. */
export function foundParameter(
  text: string,
  withDecryption: boolean,
  context: RegionContext,
): Parameter | undefined {
  const reference = referenceOf(text);
  const record =
    parameterNamed(reference.name, context) ??
    (text.startsWith("arn:") ? parameterNamed(`/${reference.name}`, context) : undefined);
  if (record === undefined) return undefined;
  const version = versionOf(record, reference.selector);
  if (version === undefined)
    throw new AwsError(
      "ParameterVersionNotFound",
      `Systems Manager could not find version ${reference.selector?.slice(1) ?? ""} of ${record.name}. Verify the version and try again.`,
    );
  return {
    ...parameterView(record, version, { withDecryption, context }),
    ...(reference.selector === undefined ? {} : { Selector: reference.selector }),
  };
}

/** Own parameters, then those that AWS publishes under `/aws/service/`. */
export function parameterNamed(name: string, context: RegionContext): ParameterRecord | undefined {
  return findNamed(context.store(ssmStore).parameters, name) ?? publicParameter(name, context);
}

export function ownParameter(name: string | undefined, context: RegionContext): ParameterRecord {
  const record = findNamed(context.store(ssmStore).parameters, name ?? "");
  if (record === undefined) throw parameterNotFound();
  return record;
}

/** The service gives no words with it. */
export function parameterNotFound(): AwsError {
  return new AwsError("ParameterNotFound", "");
}

export function parameterView(
  record: ParameterRecord,
  version: ParameterVersionRecord,
  options: { readonly withDecryption: boolean; readonly context: RegionContext },
): Parameter {
  const isHidden = record.type === "SecureString" && !options.withDecryption;
  return {
    Name: record.name,
    Type: record.type,
    Value: isHidden ? cipherText(version.value) : version.value,
    Version: version.version,
    LastModifiedDate: new Date(version.modifiedMs),
    ARN: parameterArn(record.name, options.context),
    DataType: version.dataType,
  };
}

export function parameterArn(name: string, context: RegionContext): string {
  const account = name.startsWith("/aws/service/") ? "" : context.accountId;
  return `arn:aws:ssm:${context.region}:${account}:parameter${name.startsWith("/") ? "" : "/"}${name}`;
}

function versionOf(
  record: ParameterRecord,
  selector: string | undefined,
): ParameterVersionRecord | undefined {
  if (selector === undefined) return record.versions.at(-1);
  const wanted = selector.slice(1);
  if (/^\d+$/.test(wanted)) return record.versions.find(({ version }) => version === Number(wanted));
  return record.versions.find(({ labels }) => labels.includes(wanted));
}

/** In an ARN a name without slash stands behind one. */
function withoutFirstSlash(arnName: string): string {
  return arnName.slice(1).includes("/") ? arnName : arnName.slice(1);
}

/** What a caller gets who does not ask for decryption: no key is used, the text is only not the value. */
function cipherText(value: string): string {
  return `AQICAHg${Buffer.from(value).toString("hex").split("").reverse().join("")}==`;
}
