import type { Instance } from "@aws-sdk/client-ec2";
import type { InstanceInformation } from "@aws-sdk/client-ssm";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { pageByKey } from "../../../kernel/paging.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { AGENT_VERSION } from "./agentVersion.ts";
import { managedNodes } from "./managedNodes.ts";

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/ubuntu[^/]*?-(?<version>\d\d[.-]?\d\d)/, "Ubuntu"],
  [/(?:al|amzn|alinux)-?(?<version>2023|2)/, "Amazon Linux"],
  [/rhel-?(?<version>[89])/i, "Red Hat Enterprise Linux"],
  [/rocky-?(?<version>[89])/i, "Rocky Linux"],
];
const PAGE_SIZE = 50;

export const nodeOperations = defineOperations<"ssm">()({
  DescribeInstanceInformation: {
    members: ["Filters", "InstanceInformationFilterList", "MaxResults", "NextToken"],
    run(input, context) {
      const filters = [
        ...(input.Filters ?? []).map(({ Key = "", Values = [] }) => ({ key: Key, values: Values })),
        ...(input.InstanceInformationFilterList ?? []).map(({ key = "", valueSet = [] }) => ({
          key,
          values: valueSet,
        })),
      ];
      const names = new Map<string, string>();
      const nodes = managedNodes(context)
        .map((instance) => ({ instance, information: informationOf(instance, context, names) }))
        .filter((node) => filters.every(({ key, values }) => values.includes(valueOf(node, key))));
      const page = pageByKey(nodes, ({ instance }) => instance.InstanceId ?? "", {
        token: input.NextToken,
        pageSize: sizeOf(input.MaxResults),
        badToken: () => new AwsError("InvalidNextToken", "The specified token is not valid."),
      });
      return {
        InstanceInformationList: page.items.map(({ information }) => information),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
});

function valueOf(
  { instance, information }: { instance: Instance; information: InstanceInformation },
  key: string,
): string {
  if (key.startsWith("tag:"))
    return instance.Tags?.find((tag) => tag.Key === key.slice("tag:".length))?.Value ?? "";
  switch (key) {
    case "InstanceIds":
      return information.InstanceId ?? "";
    case "PingStatus":
      return information.PingStatus ?? "";
    case "ResourceType":
      return information.ResourceType ?? "";
    case "PlatformTypes":
      return information.PlatformType ?? "";
    case "AgentVersion":
      return information.AgentVersion ?? "";
    default:
      throw new AwsError("InvalidInstanceInformationFilterValue", "");
  }
}

function informationOf(
  instance: Instance,
  context: RegionContext,
  imageNames: Map<string, string>,
): InstanceInformation {
  const imageId = instance.ImageId ?? "";
  const imageName = imageNames.get(imageId) ?? imageNameOf(imageId, context);
  imageNames.set(imageId, imageName);
  return {
    InstanceId: instance.InstanceId,
    PingStatus: "Online",
    LastPingDateTime: new Date(context.clock.nowMs()),
    AgentVersion: AGENT_VERSION,
    IsLatestVersion: true,
    PlatformType: "Linux",
    ...platformOf(imageName),
    ResourceType: "EC2Instance",
    IPAddress: instance.PrivateIpAddress,
    ComputerName: instance.PrivateDnsName,
  };
}

function imageNameOf(imageId: string, context: RegionContext): string {
  return (
    context.call("ec2", "DescribeImages", { Filters: [{ Name: "image-id", Values: [imageId] }] }).Images?.[0]
      ?.Name ?? ""
  );
}

function platformOf(imageName: string): { PlatformName?: string; PlatformVersion?: string } {
  for (const [pattern, PlatformName] of SYSTEMS) {
    const version = pattern.exec(imageName)?.groups?.["version"];
    if (version !== undefined)
      return {
        PlatformName,
        PlatformVersion: version.replace(/^(\d\d)[.-]?(\d\d)$/, "$1.$2").replace("20.23", "2023"),
      };
  }
  return {};
}

function sizeOf(size: number | undefined): number {
  if (size === undefined) return PAGE_SIZE;
  if (size >= 1 && size <= PAGE_SIZE) return size;
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${size}' at 'maxResults' failed to satisfy constraint: Member must have value ${size < 1 ? "greater than or equal to 1" : `less than or equal to ${PAGE_SIZE}`}`,
  );
}
