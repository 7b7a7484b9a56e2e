import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, ignoreMissing, replaceTags, tagSpecifications } from "./ec2Resource.ts";

/** Keys of the configurations by the properties that stand for them. */
const KEYS = {
  DomainName: "domain-name",
  DomainNameServers: "domain-name-servers",
  Ipv6AddressPreferredLeaseTime: "ipv6-address-preferred-lease-time",
  NetbiosNameServers: "netbios-name-servers",
  NetbiosNodeType: "netbios-node-type",
  NtpServers: "ntp-servers",
};

export const dhcpOptionsResource = ec2Resource({
  type: "AWS::EC2::DHCPOptions",
  durations: resourceDurations.vpcPart,
  properties: [...Object.keys(KEYS), "Tags"],
  create(properties, context) {
    const { DhcpOptions } = context.call("ec2", "CreateDhcpOptions", {
      DhcpConfigurations: configurationsOf(properties),
      TagSpecifications: tagSpecifications("dhcp-options", properties, context),
    });
    return { physicalId: given(DhcpOptions?.DhcpOptionsId) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { DhcpOptionsId: physicalId } }),
  update: replaceTags,
  delete: (DhcpOptionsId, _properties, context) =>
    void context.call("ec2", "DeleteDhcpOptions", { DhcpOptionsId }),
});

/** Its removal leaves the VPC without options. */
export const vpcDhcpOptionsAssociationResource = ec2Resource({
  type: "AWS::EC2::VPCDHCPOptionsAssociation",
  durations: resourceDurations.vpcPart,
  properties: ["DhcpOptionsId", "VpcId"],
  create(properties, context) {
    const read = readProperties(properties);
    const [VpcId, DhcpOptionsId] = [given(read.text("VpcId")), given(read.text("DhcpOptionsId"))];
    context.call("ec2", "AssociateDhcpOptions", { VpcId, DhcpOptionsId });
    return { physicalId: `${DhcpOptionsId}|${VpcId}` };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: {} }),
  delete(_physicalId, properties, context) {
    const VpcId = readProperties(properties).text("VpcId");
    ignoreMissing(
      () => void context.call("ec2", "AssociateDhcpOptions", { VpcId, DhcpOptionsId: "default" }),
    );
  },
});

function configurationsOf(properties: JsonObject) {
  const read = readProperties(properties);
  return Object.entries(KEYS).flatMap(([property, Key]) => {
    const Values = read.texts(property) ?? [read.text(property) ?? []].flat();
    return Values.length === 0 ? [] : [{ Key, Values }];
  });
}
