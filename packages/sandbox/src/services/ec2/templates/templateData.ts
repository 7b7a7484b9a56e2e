import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import { isJsonObject, type JsonObject } from "../../../kernel/json.ts";

/** Members of launch template data that a launch in the sandbox understands. */
const MODELLED: ReadonlySet<keyof RequestLaunchTemplateData> = new Set([
  "BlockDeviceMappings",
  "CapacityReservationSpecification",
  "CpuOptions",
  "CreditSpecification",
  "DisableApiStop",
  "DisableApiTermination",
  "EbsOptimized",
  "IamInstanceProfile",
  "ImageId",
  "InstanceInitiatedShutdownBehavior",
  "InstanceMarketOptions",
  "InstanceType",
  "KeyName",
  "MetadataOptions",
  "Monitoring",
  "NetworkInterfaces",
  "Placement",
  "PrivateDnsNameOptions",
  "SecurityGroupIds",
  "SecurityGroups",
  "TagSpecifications",
  "UserData",
]);

/**
 * Launch template data as plain JSON, as it is stored: what is undefined is left out.
 * @throws {AwsError} `UnknownParameter` for members that are not modelled
 */
export function storeTemplateData(data: RequestLaunchTemplateData): JsonObject {
  for (const [member, value] of Object.entries(data))
    if (value !== undefined && !isModelled(member))
      throw new AwsError(
        "UnknownParameter",
        `The parameter LaunchTemplateData.${member} is not modelled by the sandbox.`,
      );
  const stored: unknown = JSON.parse(JSON.stringify(data));
  return isJsonObject(stored) ? stored : {};
}

export function readTemplateData(stored: JsonObject): RequestLaunchTemplateData {
  // written by `storeTemplateData` from the same shape, which holds no dates
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return structuredClone(stored) as RequestLaunchTemplateData;
}

function isModelled(member: string): boolean {
  const names: ReadonlySet<string> = MODELLED;
  return names.has(member);
}
