import { isDeepStrictEqual } from "node:util";
import type { RequestLaunchTemplateData, TagSpecification } from "@aws-sdk/client-ec2";
import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import { isJsonObject, type JsonObject } from "../../../kernel/json.ts";
import { readProperties, resourceTags } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { STAND_IN_LINE } from "../../../kernel/standIn.ts";
import { ec2Resource, given } from "./ec2Resource.ts";

/** A new version is made only when the launch template's data changes: its metadata and tags make none. */
export const launchTemplateResource = ec2Resource({
  type: "AWS::EC2::LaunchTemplate",
  durations: resourceDurations.launchTemplate,
  properties: ["LaunchTemplateData", "LaunchTemplateName", "TagSpecifications", "VersionDescription"],
  create(properties, context) {
    const read = readProperties(properties);
    const { LaunchTemplate } = context.call("ec2", "CreateLaunchTemplate", {
      LaunchTemplateName: read.text("LaunchTemplateName") ?? generatedName(context, 128),
      VersionDescription: read.text("VersionDescription"),
      LaunchTemplateData: dataOf(properties),
      TagSpecifications: ownTags(properties, context),
    });
    return { physicalId: given(LaunchTemplate?.LaunchTemplateId) };
  },
  read(physicalId, _properties, context) {
    const [template] =
      context.call("ec2", "DescribeLaunchTemplates", { LaunchTemplateIds: [physicalId] }).LaunchTemplates ??
      [];
    return {
      ref: physicalId,
      attributes: {
        LaunchTemplateId: physicalId,
        LatestVersionNumber: String(template?.LatestVersionNumber ?? 1),
        DefaultVersionNumber: String(template?.DefaultVersionNumber ?? 1),
      },
    };
  },
  update(physicalId, { before, after, changed }, context) {
    if (changed.includes("LaunchTemplateData") && !isSameData(dataOf(before), dataOf(after)))
      context.call("ec2", "CreateLaunchTemplateVersion", {
        LaunchTemplateId: physicalId,
        VersionDescription: readProperties(after).text("VersionDescription"),
        LaunchTemplateData: dataOf(after),
      });
    const Tags = ownTags(after, context)?.[0]?.Tags;
    if (Tags !== undefined) context.call("ec2", "CreateTags", { Resources: [physicalId], Tags });
  },
  delete: (LaunchTemplateId, _properties, context) =>
    void context.call("ec2", "DeleteLaunchTemplate", { LaunchTemplateId }),
});

/** The same but for a script of the sandbox's own templates in place of AWS's. */
function isSameData(before: RequestLaunchTemplateData, after: RequestLaunchTemplateData): boolean {
  const standsIn = [before, after].some(({ UserData = "" }) =>
    Buffer.from(UserData, "base64").toString("latin1").includes(STAND_IN_LINE),
  );
  return standsIn && isDeepStrictEqual({ ...before, UserData: "" }, { ...after, UserData: "" });
}

function dataOf(properties: JsonObject): RequestLaunchTemplateData {
  const data = readProperties(properties).json("LaunchTemplateData");
  // checked against the specification, which has the members of the API; EC2 refuses what is not modelled
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return isJsonObject(data) ? (structuredClone(data) as RequestLaunchTemplateData) : {};
}

function ownTags(properties: JsonObject, context: ResourceContext): TagSpecification[] | undefined {
  const own = readProperties(properties)
    .objects("TagSpecifications")
    .find((each) => each.text("ResourceType") === "launch-template");
  const Tags = resourceTags(own?.properties ?? {}, context.stackTags);
  return Tags.length === 0 ? undefined : [{ ResourceType: "launch-template", Tags }];
}
