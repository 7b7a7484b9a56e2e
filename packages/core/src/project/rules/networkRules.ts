import { maxNameForBucket } from "../names.ts";
import { finding, type ProjectParts, type RuleFinding } from "./RuleFinding.ts";

/** What belongs together in the network, and names that would be too long for their use. */
export function networkRules(project: ProjectParts): readonly RuleFinding[] {
  return [...vpcRules(project), ...secondaryZoneRules(project), ...bucketRules(project)];
}

function vpcRules({ network }: ProjectParts): readonly RuleFinding[] {
  if (network === undefined) return [];
  const parts = ["publicSubnet", "privateSubnet"] as const;
  if (network.vpc !== undefined)
    return parts
      .filter((key) => network[key] === undefined)
      .map((key) =>
        finding("network-incomplete", ["network", "vpc"], {
          message: `the VPC is given, but not its ${key}`,
          hint: `Give \`network.${key}\` too, or leave \`network.vpc\` out so that a network is made.`,
          absent: [`network.${key}`],
        }),
      );
  return [...parts, "secondarySubnet" as const, "securityGroup" as const]
    .filter((key) => network[key] !== undefined)
    .map((key) =>
      finding("network-incomplete", ["network", key], {
        message: `${key} is given, but not the VPC that it is in`,
        hint: "Give `network.vpc` too.",
        keyed: true,
        absent: ["network.vpc"],
      }),
    );
}

function secondaryZoneRules({ network, capacity, region }: ProjectParts): readonly RuleFinding[] {
  const zone = network?.secondaryZone;
  if (zone === undefined) return [];
  if (region !== undefined && !zone.startsWith(region))
    return [
      finding("zone-of-region", ["network", "secondaryZone"], {
        message: `the zone ${zone} is not in ${region}`,
        hint: `Give a zone of the region, like ${region}b.`,
      }),
    ];
  if (zone !== capacity?.zone) return [];
  return [
    finding("zone-of-region", ["network", "secondaryZone"], {
      message: `the second zone is the first one, ${zone}`,
      hint: "Give another zone of the region, or leave it out.",
    }),
  ];
}

function bucketRules({ name, region, data }: ProjectParts): readonly RuleFinding[] {
  if (name === undefined || region === undefined || data?.enabled !== true || data.bucket !== undefined)
    return [];
  const max = maxNameForBucket(region);
  if (name.length <= max) return [];
  return [
    finding("name-too-long", ["name"], {
      message: `the name has ${name.length} characters; with account and region, that of the data bucket would have more than 63`,
      hint: `Give the bucket a name in \`data.bucket\`, or the project a name of at most ${max}.`,
    }),
  ];
}
