import { error, findingsOf, warning, type Findings } from "./finding.ts";
import type { VersionLimits } from "./versionLimits.ts";

export interface OsInput {
  readonly limits: VersionLimits;
  readonly os: string;
}

export function schedulerOsValidator({
  limits,
  os,
  scheduler,
}: OsInput & { readonly scheduler: string }): Findings {
  const allowed = scheduler === "awsbatch" ? limits.awsBatchOs : limits.supportedOs;
  return findingsOf(
    !allowed.includes(os) &&
      error(`The scheduler ${scheduler} does not run on ${os}, only on ${allowed.join(", ")}.`),
  );
}

export function osCustomAmiValidator({
  limits,
  os,
  customAmi,
}: OsInput & { readonly customAmi: string | undefined }): Findings {
  return findingsOf(
    isEmpty(customAmi) &&
      limits.customAmiOs.includes(os) &&
      error(
        `There is no official image for ${os}: build one with build-image and write its id in Image/CustomAmi.`,
      ),
  );
}

export function architectureOsValidator(input: OsInput & { readonly architecture: string }): Findings {
  const allowed = isSupportedArchitecture(input.architecture) ? input.limits.supportedOs : [];
  return findingsOf(
    !allowed.includes(input.os) &&
      error(`${input.os} is not supported on ${input.architecture}, only ${allowed.join(", ")}.`),
  );
}

export interface EfaOsArchitectureInput {
  readonly efaEnabled: boolean | undefined;
  readonly os: string;
  readonly architecture: string;
}

/** No version that is modelled excludes an operating system from EFA. */
const EFA_EXCLUDED_OS: Readonly<Record<string, readonly string[]>> = { x86_64: [], arm64: [] };

export function efaOsArchitectureValidator({
  efaEnabled,
  os,
  architecture,
}: EfaOsArchitectureInput): Findings {
  const excluded = EFA_EXCLUDED_OS[architecture] ?? [];
  return findingsOf(
    efaEnabled === true && excluded.includes(os) && error(`EFA does not work on ${os} with ${architecture}.`),
  );
}

export function fsxArchitectureOsValidator(input: OsInput & { readonly architecture: string }): Findings {
  if (!isSupportedArchitecture(input.architecture))
    return [error(`FSx for Lustre needs x86_64 or arm64, not ${input.architecture}.`)];
  const allowed = input.limits.supportedOs;
  return findingsOf(
    !allowed.includes(input.os) &&
      error(
        `FSx for Lustre does not work on ${input.os} with ${input.architecture}, only on ${allowed.join(", ")}.`,
      ),
  );
}

export function intelHpcOsValidator({ os }: { readonly os: string }): Findings {
  return findingsOf(
    os !== "centos7" &&
      error(
        `IntelHpcPlatform needs the operating system centos7, which ParallelCluster no longer supports; the cluster has ${os}.`,
      ),
  );
}

export function intelHpcArchitectureValidator({ architecture }: { readonly architecture: string }): Findings {
  return findingsOf(
    architecture !== "x86_64" && error(`IntelHpcPlatform needs x86_64, not ${architecture}.`),
  );
}

export function instanceTypeOSCompatibleValidator(
  input: OsInput & { readonly instanceType: string },
): Findings {
  const { limits, os, instanceType } = input;
  return findingsOf(
    limits.microNanoWarningOs.includes(os) &&
      isMicroOrNano(instanceType) &&
      warning(`${instanceType} is too small for ${os}: at least 1.7 GB of memory are recommended.`),
    limits.ultraserverExcludedOs.includes(os) &&
      instanceType.startsWith("p6e-gb200") &&
      error(`${instanceType} is not supported on ${os}.`),
  );
}

export interface DcvInput extends OsInput {
  readonly instanceType: string;
  readonly dcvEnabled: boolean | undefined;
  readonly allowedIps: string | undefined;
  readonly port: number | undefined;
  readonly architecture: string;
  /** NVIDIA GPUs of the type; undefined when the type is not known. */
  readonly gpuCount: number | undefined;
}

export function dcvValidator(input: DcvInput): Findings {
  if (input.dcvEnabled !== true) return [];
  const allowedOs = input.limits.dcvOs[input.architecture] ?? [];
  return findingsOf(
    !allowedOs.includes(input.os) &&
      error(`DCV does not work on ${input.os} with ${input.architecture}, only on ${allowedOs.join(", ")}.`),
    isMicroOrNano(input.instanceType) &&
      warning(`DCV may make ${input.instanceType} unstable: at least 1.7 GB of memory are recommended.`),
    input.allowedIps === "0.0.0.0/0" &&
      warning(
        `The DCV port ${input.port ?? 8443} is open to the whole world (0.0.0.0/0). Set Dcv/AllowedIps.`,
      ),
    input.limits.dcvAsksForGpu &&
      input.gpuCount === 0 &&
      warning(`DCV is enabled, but ${input.instanceType} has no NVIDIA GPU.`),
  );
}

function isEmpty(text: string | undefined): boolean {
  return text === undefined || text === "";
}

function isMicroOrNano(instanceType: string): boolean {
  return instanceType.includes("micro") || instanceType.includes("nano");
}

function isSupportedArchitecture(architecture: string): boolean {
  return architecture === "x86_64" || architecture === "arm64";
}
