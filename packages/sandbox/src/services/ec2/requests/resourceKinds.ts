import { AwsError } from "../../../kernel/AwsError.ts";

/** How EC2 names one kind of resource in ids, tags and errors. */
export interface ResourceKind {
  /** As in `ResourceType` of tags. */
  readonly tagType: string;
  readonly prefix: string;
  /** Code and words when ids do not exist. */
  readonly notFound: (ids: readonly string[]) => AwsError;
  /** Set for kinds whose operations check the form of an id before they look for it. */
  readonly malformed?: (id: string) => AwsError;
}

export const resourceKinds = {
  vpc: kind("vpc", "vpc", noun("InvalidVpcID.NotFound", "vpc")),
  subnet: kind("subnet", "subnet", noun("InvalidSubnetID.NotFound", "subnet")),
  internetGateway: kind(
    "internet-gateway",
    "igw",
    noun("InvalidInternetGatewayID.NotFound", "internetGateway"),
  ),
  natGateway: kind("natgateway", "nat", (ids) => new AwsError("NatGatewayNotFound", natGatewayText(ids))),
  routeTable: kind("route-table", "rtb", noun("InvalidRouteTableID.NotFound", "routeTable")),
  association: kind("", "rtbassoc", noun("InvalidAssociationID.NotFound", "association")),
  networkAcl: kind("network-acl", "acl", noun("InvalidNetworkAclID.NotFound", "networkAcl")),
  dhcpOptions: kind("dhcp-options", "dopt", noun("InvalidDhcpOptionID.NotFound", "dhcpOption")),
  elasticIp: kind("elastic-ip", "eipalloc", noun("InvalidAllocationID.NotFound", "allocation")),
  vpcEndpoint: kind("vpc-endpoint", "vpce", endpoint),
  securityGroup: kind(
    "security-group",
    "sg",
    quoted("InvalidGroup.NotFound", "security group", ""),
    expecting("InvalidGroupId.Malformed", "sg"),
  ),
  securityGroupRule: kind(
    "security-group-rule",
    "sgr",
    noun("InvalidSecurityGroupRuleId.NotFound", "security group rule"),
    expecting("InvalidSecurityGroupRuleId.Malformed", "sgr"),
  ),
  networkInterface: kind(
    "network-interface",
    "eni",
    noun("InvalidNetworkInterfaceID.NotFound", "networkInterface"),
  ),
  keyPair: kind("key-pair", "key", noun("InvalidKeyPair.NotFound", "key pair")),
  instance: kind(
    "instance",
    "i",
    noun("InvalidInstanceID.NotFound", "instance"),
    (id) => new AwsError("InvalidInstanceID.Malformed", `Invalid id: "${id}"`),
  ),
  launchTemplate: kind(
    "launch-template",
    "lt",
    (ids) =>
      new AwsError(
        "InvalidLaunchTemplateId.NotFound",
        `The specified launch template, with template ID ${ids[0] ?? ""}, does not exist.`,
      ),
    (id) => new AwsError("InvalidLaunchTemplateId.Malformed", `Invalid id: "${id}" (expecting "lt-...")`),
  ),
  capacityReservation: kind(
    "capacity-reservation",
    "cr",
    quoted("InvalidCapacityReservationId.NotFound", "capacity reservation", " ID"),
    expecting("InvalidCapacityReservationId.Malformed", "cr"),
  ),
  placementGroup: kind(
    "placement-group",
    "pg",
    (ids) =>
      new AwsError("InvalidPlacementGroup.Unknown", `The Placement Group '${ids[0] ?? ""}' is unknown.`),
  ),
  volume: kind("volume", "vol", sentence("InvalidVolume.NotFound", "volume"), expectedId("volumeId", "vol")),
  snapshot: kind(
    "snapshot",
    "snap",
    sentence("InvalidSnapshot.NotFound", "snapshot"),
    expecting("InvalidSnapshot.Malformed", "snap"),
  ),
  image: kind(
    "image",
    "ami",
    (ids) => new AwsError("InvalidAMIID.NotFound", `The image id '[${ids.join(", ")}]' does not exist`),
    expecting("InvalidAMIID.Malformed", "ami"),
  ),
  flowLog: kind("vpc-flow-log", "fl", noun("InvalidFlowLogId.NotFound", "flow log")),
  prefixList: kind("prefix-list", "pl", noun("InvalidPrefixListID.NotFound", "prefix list")),
} as const satisfies Record<string, ResourceKind>;

/** The kind of an id by its prefix; the tags' `ResourceType` comes from it. */
export function kindOfId(id: string): ResourceKind | undefined {
  return KINDS_BY_PREFIX.get(id.slice(0, id.lastIndexOf("-")));
}

/**
 * @throws {AwsError} the kind's own "not found" for what is not there, "malformed" for what cannot be an id
 */
export function find<Item>(items: Readonly<Record<string, Item>>, id: string, of: ResourceKind): Item {
  const item = lookUp(items, id);
  if (item !== undefined) return item;
  throw missing([id], of);
}

/** An own entry by a key that a client chose. */
export function lookUp<Item>(items: Readonly<Record<string, Item>>, key: string): Item | undefined {
  return Object.hasOwn(items, key) ? items[key] : undefined;
}

export function missing(ids: readonly string[], of: ResourceKind): AwsError {
  const bad = of.malformed === undefined ? undefined : ids.find((id) => !isId(id, of.prefix));
  return bad === undefined || of.malformed === undefined ? of.notFound(ids) : of.malformed(bad);
}

function isId(id: string, prefix: string): boolean {
  return id.startsWith(`${prefix}-`) && /^([0-9a-f]{8}|[0-9a-f]{17})$/.test(id.slice(prefix.length + 1));
}

function kind(
  tagType: string,
  prefix: string,
  notFound: ResourceKind["notFound"],
  malformed?: ResourceKind["malformed"],
): ResourceKind {
  return { tagType, prefix, notFound, ...(malformed === undefined ? {} : { malformed }) };
}

function noun(code: string, word: string): ResourceKind["notFound"] {
  return (ids) =>
    new AwsError(
      code,
      ids.length === 1
        ? `The ${word} ID '${ids[0] ?? ""}' does not exist`
        : `The ${word} IDs '${ids.join(", ")}' do not exist`,
    );
}

function quoted(code: string, word: string, suffix: string): ResourceKind["notFound"] {
  return (ids) => new AwsError(code, `The ${word}${suffix} '${ids.join(", ")}' does not exist`);
}

function sentence(code: string, word: string): ResourceKind["notFound"] {
  return (ids) => new AwsError(code, `The ${word} '${ids.join(", ")}' does not exist.`);
}

function endpoint(ids: readonly string[]): AwsError {
  return new AwsError(
    "InvalidVpcEndpointId.NotFound",
    `The Vpc Endpoint Id '${ids[0] ?? ""}' does not exist`,
  );
}

function natGatewayText(ids: readonly string[]): string {
  return `NatGateway ${ids.join(", ")} was not found`;
}

function expecting(code: string, prefix: string): ResourceKind["malformed"] {
  return (id) => new AwsError(code, `Invalid id: "${id}" (expecting "${prefix}-...")`);
}

function expectedId(parameter: string, prefix: string): ResourceKind["malformed"] {
  return (id) =>
    new AwsError(
      "InvalidParameterValue",
      `Value (${id}) for parameter ${parameter} is invalid. Expected: '${prefix}-...'.`,
    );
}

const KINDS_BY_PREFIX: ReadonlyMap<string, ResourceKind> = new Map(
  Object.values(resourceKinds)
    .filter((each) => each.tagType !== "")
    .map((each) => [each.prefix, each]),
);
