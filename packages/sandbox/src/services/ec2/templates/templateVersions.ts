import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { invalidValue } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from "./LaunchTemplateRecord.ts";
import { readTemplateData } from "./templateData.ts";

export interface TemplateReference {
  readonly LaunchTemplateId?: string | undefined;
  readonly LaunchTemplateName?: string | undefined;
}

/** @throws {AwsError} when neither or both of id and name are given, or it does not exist */
export function templateOf(context: RegionContext, reference: TemplateReference): LaunchTemplateRecord {
  const { LaunchTemplateId: id, LaunchTemplateName: name } = reference;
  if ((id === undefined) === (name === undefined))
    throw new AwsError(
      id === undefined ? "MissingParameter" : "InvalidParameterCombination",
      "Either a launch template ID or a launch template name must be specified in the request, but not both.",
    );
  if (id !== undefined) return find(ec2State(context).launchTemplates, id, resourceKinds.launchTemplate);
  return templateNamed(context, name ?? "");
}

export function templateNamed(context: RegionContext, name: string): LaunchTemplateRecord {
  const found = Object.values(ec2State(context).launchTemplates).find((each) => each.name === name);
  if (found !== undefined) return found;
  throw new AwsError(
    "InvalidLaunchTemplateName.NotFoundException",
    `The specified launch template, with template name ${name}, does not exist.`,
  );
}

/** @param version - a number, `$Latest` or `$Default`; absent means the default one */
export function versionOf(
  template: LaunchTemplateRecord,
  version: string | undefined,
): LaunchTemplateVersionRecord {
  const number = versionNumber(template, version ?? "$Default");
  const found = template.versions.find((each) => each.number === number);
  if (found !== undefined) return found;
  throw new AwsError(
    "InvalidLaunchTemplateId.VersionNotFound",
    `Could not find the specified version ${number} for the launch template with ID ${template.id}.`,
  );
}

/** The data of the version that a launch names. */
export function templateDataFor(
  context: RegionContext,
  reference: TemplateReference & { readonly Version?: string | undefined },
): {
  readonly template: LaunchTemplateRecord;
  readonly version: number;
  readonly data: RequestLaunchTemplateData;
} {
  const template = templateOf(context, reference);
  const version = versionOf(template, reference.Version);
  return { template, version: version.number, data: readTemplateData(version.data) };
}

function versionNumber(template: LaunchTemplateRecord, version: string): number {
  if (version === "$Latest") return template.latestVersion;
  if (version === "$Default") return template.defaultVersion;
  if (/^\d{1,9}$/.test(version)) return Number(version);
  throw invalidValue(
    `Invalid launch template version: either '$Default', '$Latest', or a numeric version are allowed.`,
  );
}
