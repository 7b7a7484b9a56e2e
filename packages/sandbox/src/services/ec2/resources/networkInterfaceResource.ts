import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, replaceTags, tagSpecifications } from "./ec2Resource.ts";

export const networkInterfaceResource = ec2Resource({
  type: "AWS::EC2::NetworkInterface",
  durations: resourceDurations.networkInterface,
  properties: [
    "Description",
    "GroupSet",
    "InterfaceType",
    "PrivateIpAddress",
    "PrivateIpAddresses",
    "SecondaryPrivateIpAddressCount",
    "SourceDestCheck",
    "SubnetId",
    "Tags",
  ],
  unwanted: { EnablePrimaryIpv6: false, Ipv6AddressCount: 0 },
  create(properties, context) {
    const read = readProperties(properties);
    const addresses = read.objects("PrivateIpAddresses");
    const { NetworkInterface } = context.call("ec2", "CreateNetworkInterface", {
      SubnetId: read.text("SubnetId"),
      Description: read.text("Description"),
      Groups: read.texts("GroupSet"),
      PrivateIpAddress: read.text("PrivateIpAddress"),
      ...(addresses.length === 0
        ? {}
        : {
            PrivateIpAddresses: addresses.map((each) => ({
              PrivateIpAddress: each.text("PrivateIpAddress"),
              Primary: each.boolean("Primary"),
            })),
          }),
      SecondaryPrivateIpAddressCount: read.number("SecondaryPrivateIpAddressCount"),
      ...interfaceType(read.text("InterfaceType")),
      TagSpecifications: tagSpecifications("network-interface", properties, context),
    });
    return { physicalId: given(NetworkInterface?.NetworkInterfaceId) };
  },
  configure: modify,
  read(physicalId, _properties, context) {
    const [card] =
      context.call("ec2", "DescribeNetworkInterfaces", { NetworkInterfaceIds: [physicalId] })
        .NetworkInterfaces ?? [];
    const secondary = (card?.PrivateIpAddresses ?? []).filter((address) => address.Primary !== true);
    return {
      ref: physicalId,
      attributes: {
        Id: physicalId,
        PrimaryPrivateIpAddress: card?.PrivateIpAddress ?? "",
        SecondaryPrivateIpAddresses: secondary.map((address) => address.PrivateIpAddress ?? ""),
        VpcId: card?.VpcId ?? "",
      },
    };
  },
  replaces: ({ changed }) =>
    changed.includes("PrivateIpAddresses") || changed.includes("SecondaryPrivateIpAddressCount"),
  update(physicalId, change, context) {
    modify(physicalId, change.after, context);
    replaceTags(physicalId, change, context);
  },
  delete: (NetworkInterfaceId, _properties, context) =>
    void context.call("ec2", "DeleteNetworkInterface", { NetworkInterfaceId }),
});

function interfaceType(type: string | undefined): { InterfaceType?: "efa" | "efa-only" } {
  return type === "efa" || type === "efa-only" ? { InterfaceType: type } : {};
}

function modify(NetworkInterfaceId: string, properties: JsonObject, context: ResourceContext): void {
  const read = readProperties(properties);
  context.call("ec2", "ModifyNetworkInterfaceAttribute", {
    NetworkInterfaceId,
    Description: { Value: read.text("Description") ?? "" },
    Groups: read.texts("GroupSet"),
    SourceDestCheck: { Value: read.boolean("SourceDestCheck") ?? true },
  });
}
