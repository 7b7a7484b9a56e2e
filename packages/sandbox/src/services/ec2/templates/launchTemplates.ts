import type { LaunchTemplate, LaunchTemplateVersion, RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { regionNamed } from "../regions/regionTable.ts";
import { oncePerToken } from "../requests/clientToken.ts";
import { applyFilters } from "../requests/filters.ts";
import { list, type Listing } from "../requests/listing.ts";
import { pageOf } from "../requests/paging.ts";
import { invalidValue, refuseDryRun, required } from "../requests/parameters.ts";
import { resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from "./LaunchTemplateRecord.ts";
import { readTemplateData, storeTemplateData } from "./templateData.ts";
import { templateNamed, templateOf, versionOf } from "./templateVersions.ts";

export const launchTemplateOperations = defineOperations<"ec2">()({
  CreateLaunchTemplate: {
    members: [
      "ClientToken",
      "DryRun",
      "LaunchTemplateData",
      "LaunchTemplateName",
      "TagSpecifications",
      "VersionDescription",
    ],
    run(input, context) {
      const id = oncePerToken("CreateLaunchTemplate", input, context, () => {
        const name = newName(context, required(input.LaunchTemplateName, "launchTemplateName"));
        const data = storeTemplateData(required(input.LaunchTemplateData, "launchTemplateData"));
        const tags = tagsFor(resourceKinds.launchTemplate, input.TagSpecifications, context);
        refuseDryRun(input.DryRun);
        const template: LaunchTemplateRecord = {
          id: context.ids.resourceId("lt"),
          name,
          createdMs: context.clock.nowMs(),
          createdBy: callerArn(context),
          defaultVersion: 1,
          latestVersion: 1,
          versions: [newVersion(context, 1, { data, description: input.VersionDescription })],
        };
        ec2State(context).launchTemplates[template.id] = template;
        putTags(context, template.id, tags);
        return template.id;
      });
      return { LaunchTemplate: describe(templateOf(context, { LaunchTemplateId: id }), context) };
    },
  },
  CreateLaunchTemplateVersion: {
    members: [
      "ClientToken",
      "DryRun",
      "LaunchTemplateData",
      "LaunchTemplateId",
      "LaunchTemplateName",
      "SourceVersion",
      "VersionDescription",
    ],
    run(input, context) {
      const template = templateOf(context, input);
      const number = oncePerToken("CreateLaunchTemplateVersion", input, context, () => {
        const given = storeTemplateData(required(input.LaunchTemplateData, "launchTemplateData"));
        const source = input.SourceVersion === undefined ? {} : versionOf(template, input.SourceVersion).data;
        refuseDryRun(input.DryRun);
        template.latestVersion += 1;
        template.versions.push(
          newVersion(context, template.latestVersion, {
            data: { ...source, ...given },
            description: input.VersionDescription,
          }),
        );
        return String(template.latestVersion);
      });
      return { LaunchTemplateVersion: describeVersion(template, versionOf(template, number)) };
    },
  },
  DescribeLaunchTemplates: {
    members: ["DryRun", "Filters", "LaunchTemplateIds", "LaunchTemplateNames", "MaxResults", "NextToken"],
    run(input, context) {
      const ids = [
        ...(input.LaunchTemplateIds ?? []),
        ...(input.LaunchTemplateNames ?? []).map((name) => templateNamed(context, name).id),
      ];
      const page = list(listing(context), { ...input, ids });
      return {
        LaunchTemplates: page.items.map((template) => describe(template, context)),
        NextToken: page.nextToken,
      };
    },
  },
  DescribeLaunchTemplateVersions: {
    members: [
      "DryRun",
      "Filters",
      "LaunchTemplateId",
      "LaunchTemplateName",
      "MaxResults",
      "MaxVersion",
      "MinVersion",
      "NextToken",
      "Versions",
    ],
    run(input, context) {
      const all = wantedVersions(context, input);
      const selected = applyFilters(all, input.Filters, { fields: VERSION_FIELDS });
      const page = pageOf(selected, input, {
        idOf: (version) => `${version.LaunchTemplateId ?? ""}/${version.VersionNumber ?? 0}`,
        leastResults: 1,
        mostResults: 200,
      });
      refuseDryRun(input.DryRun);
      return { LaunchTemplateVersions: [...page.items], NextToken: page.nextToken };
    },
  },
  ModifyLaunchTemplate: {
    members: ["ClientToken", "DefaultVersion", "DryRun", "LaunchTemplateId", "LaunchTemplateName"],
    run(input, context) {
      const template = templateOf(context, input);
      const version = versionOf(template, required(input.DefaultVersion, "defaultVersion"));
      refuseDryRun(input.DryRun);
      template.defaultVersion = version.number;
      return { LaunchTemplate: describe(template, context) };
    },
  },
  DeleteLaunchTemplate: {
    members: ["DryRun", "LaunchTemplateId", "LaunchTemplateName"],
    run(input, context) {
      const template = templateOf(context, input);
      refuseDryRun(input.DryRun);
      const answer = describe(template, context);
      delete ec2State(context).launchTemplates[template.id];
      dropTags(context, template.id);
      return { LaunchTemplate: answer };
    },
  },
});

const VERSION_FIELDS = {
  "create-time": (version: LaunchTemplateVersion) => version.CreateTime?.toISOString(),
  "iam-instance-profile": (version: LaunchTemplateVersion) =>
    version.LaunchTemplateData?.IamInstanceProfile?.Arn,
  "image-id": (version: LaunchTemplateVersion) => version.LaunchTemplateData?.ImageId,
  "instance-type": (version: LaunchTemplateVersion) => version.LaunchTemplateData?.InstanceType,
  "is-default-version": (version: LaunchTemplateVersion) => version.DefaultVersion,
};

function newName(context: RegionContext, name: string): string {
  if (!/^[a-zA-Z0-9().\-/_]{3,128}$/.test(name))
    throw new AwsError(
      "InvalidLaunchTemplateName.MalformedException",
      "The launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: ( ) . - / _.",
    );
  const isTaken = Object.values(ec2State(context).launchTemplates).some((each) => each.name === name);
  if (isTaken)
    throw new AwsError(
      "InvalidLaunchTemplateName.AlreadyExistsException",
      "Launch template name already in use.",
    );
  return name;
}

function callerArn(context: RegionContext): string {
  return `arn:${regionNamed(context.region).partition}:iam::${context.accountId}:user/sandbox`;
}

function newVersion(
  context: CallContext,
  number: number,
  content: { readonly data: LaunchTemplateVersionRecord["data"]; readonly description: string | undefined },
): LaunchTemplateVersionRecord {
  return {
    number,
    createdMs: context.clock.nowMs(),
    createdBy: callerArn(context),
    ...(content.description === undefined ? {} : { description: content.description }),
    data: content.data,
  };
}

interface VersionQuestion {
  readonly LaunchTemplateId?: string | undefined;
  readonly LaunchTemplateName?: string | undefined;
  readonly Versions?: readonly string[] | undefined;
  readonly MinVersion?: string | undefined;
  readonly MaxVersion?: string | undefined;
}

/** Without a template, `$Latest` and `$Default` ask for those of all templates. */
function wantedVersions(context: RegionContext, question: VersionQuestion): LaunchTemplateVersion[] {
  const names = question.Versions ?? [];
  const { LaunchTemplateId, LaunchTemplateName } = question;
  if (LaunchTemplateId === undefined && LaunchTemplateName === undefined) {
    if (names.length === 0 || names.some((name) => !name.startsWith("$")))
      throw invalidValue(
        "When no launch template ID or name is provided, only '$Latest' and '$Default' are allowed as versions.",
      );
    const templates = Object.values(ec2State(context).launchTemplates);
    return templates.flatMap((each) => names.map((name) => describeVersion(each, versionOf(each, name))));
  }
  const template = templateOf(context, question);
  const least = question.MinVersion === undefined ? 1 : versionOf(template, question.MinVersion).number;
  const most =
    question.MaxVersion === undefined
      ? template.latestVersion
      : versionOf(template, question.MaxVersion).number;
  const versions =
    names.length > 0
      ? names.map((name) => versionOf(template, name))
      : template.versions.filter(({ number }) => number >= least && number <= most).reverse();
  return versions.map((version) => describeVersion(template, version));
}

function describe(template: LaunchTemplateRecord, context: RegionContext): LaunchTemplate {
  return {
    LaunchTemplateId: template.id,
    LaunchTemplateName: template.name,
    CreateTime: new Date(template.createdMs),
    CreatedBy: template.createdBy,
    DefaultVersionNumber: template.defaultVersion,
    LatestVersionNumber: template.latestVersion,
    Tags: [...tagsOf(context, template.id)],
  };
}

function describeVersion(
  template: LaunchTemplateRecord,
  version: LaunchTemplateVersionRecord,
): LaunchTemplateVersion {
  const data: RequestLaunchTemplateData = readTemplateData(version.data);
  return {
    LaunchTemplateId: template.id,
    LaunchTemplateName: template.name,
    VersionNumber: version.number,
    ...(version.description === undefined ? {} : { VersionDescription: version.description }),
    CreateTime: new Date(version.createdMs),
    CreatedBy: version.createdBy,
    DefaultVersion: version.number === template.defaultVersion,
    LaunchTemplateData: data,
  };
}

function listing(context: RegionContext): Listing<LaunchTemplateRecord> {
  return {
    kind: resourceKinds.launchTemplate,
    items: ec2State(context).launchTemplates,
    idOf: (template) => template.id,
    tagsOf: (template) => tagsOf(context, template.id),
    leastResults: 1,
    mostResults: 200,
    fields: {
      "create-time": (template) => new Date(template.createdMs).toISOString(),
      "launch-template-name": (template) => template.name,
    },
  };
}
