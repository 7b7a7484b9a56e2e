import {
  clusterConfig,
  engineTemplate,
  loadProject,
  resolveProject,
  sshSecurityGroupOf,
  type Template,
} from "@trainyard/core";

const ACCOUNT_ID = "123456789012";
const RESERVATION = {
  id: "cr-0123456789abcdef0",
  arn: "arn:aws:ec2:us-west-2:123456789012:capacity-reservation/cr-0123456789abcdef0",
  kind: "on-demand",
  instanceType: "p5.48xlarge",
  zone: "us-west-2b",
  state: "active",
  totalInstances: 16,
  availableInstances: 16,
  match: "targeted",
  platform: "Linux/UNIX",
  tenancy: "default",
  ownerId: ACCOUNT_ID,
  placementGroupArn: undefined,
  startsAtMs: undefined,
  endsAtMs: undefined,
  tags: {},
} as const;
const OUTPUTS = {
  VPC: "vpc-0123456789abcdef0",
  PublicSubnet: "subnet-0123456789abcdef0",
  PrimaryPrivateSubnet: "subnet-0123456789abcdef1",
  SecurityGroup: "sg-0123456789abcdef0",
  FSxLustreFilesystemId: "fs-0123456789abcdef0",
  FSxORootVolumeId: "fsvol-0123456789abcdef0",
};
const VARIANTS: Readonly<Record<string, string>> = {
  engine: "",
  "engine-private": "headNode: { subnet: private }",
  "engine-ssh": "access: { sshFrom: [203.0.113.0/24, 198.51.100.7/32, pl-0123456789abcdef0] }",
};

/** The cluster's stack for a few projects. */
export function engineTemplates(): readonly (readonly [string, Template])[] {
  return Object.entries(VARIANTS).map(([name, lines]) => [name, engineFor(lines)] as const);
}

function engineFor(lines: string): Template {
  const text = `name: ml-cluster\nregion: us-west-2\ncapacity: { reservation: ${RESERVATION.id} }\n${lines}\n`;
  const resolved = resolveProject(loadProject(text, { fileName: "trainyard.yaml" }).project, {
    accountId: ACCOUNT_ID,
    reservations: { [RESERVATION.id]: RESERVATION },
    groups: {},
    zones: ["us-west-2a", "us-west-2b"],
    zonesOffering: {},
    instanceTypes: new Map(),
  });
  const config = clusterConfig(resolved, OUTPUTS, { securityGroup: sshSecurityGroupOf(resolved) });
  return engineTemplate(resolved, { config, vpcId: OUTPUTS.VPC });
}
