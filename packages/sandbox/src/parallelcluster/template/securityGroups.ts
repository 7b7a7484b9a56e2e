import type { Json } from "../../kernel/json.ts";
import { hasManagedComputeGroup, isManagedHeadNodeGroup, type ClusterPlan } from "./ClusterPlan.ts";
import { ref } from "./intrinsics.ts";
import { withoutUndefined, type Resources, type TemplateResource } from "./Resources.ts";

const ALL_PORTS = { IpProtocol: "-1", FromPort: 0, ToPort: 65_535 } as const;

/** The groups of head node and compute nodes, and the rules that let them reach each other. */
export function securityGroups(plan: ClusterPlan): Resources {
  return { ...headNodeGroup(plan), ...computeGroup(plan), ...crossRules(plan) };
}

/** Groups of the head node as the template writes them. */
export function headNodeGroups(plan: ClusterPlan): readonly Json[] {
  const { own, additional } = plan.configuration.headNode.securityGroups;
  return own.length > 0 ? own : [ref("HeadNodeSecurityGroup"), ...additional];
}

function headNodeGroup(plan: ClusterPlan): Resources {
  if (!isManagedHeadNodeGroup(plan)) return {};
  const { allowedIps, dcv } = plan.configuration.headNode;
  const dcvRule =
    dcv === undefined
      ? []
      : [{ IpProtocol: "tcp", FromPort: dcv.port, ToPort: dcv.port, CidrIp: dcv.allowedIps }];
  return {
    HeadNodeSecurityGroup: {
      Type: "AWS::EC2::SecurityGroup",
      Properties: {
        GroupDescription: "Enable access to the head node",
        VpcId: plan.vpcId,
        SecurityGroupIngress: [
          { IpProtocol: "tcp", FromPort: 22, ToPort: 22, ...sourceOf(allowedIps) },
          ...dcvRule,
        ],
      },
    },
  };
}

function sourceOf(allowedIps: string): { readonly [key: string]: string } {
  return allowedIps.startsWith("pl-") ? { SourcePrefixListId: allowedIps } : { CidrIp: allowedIps };
}

function computeGroup(plan: ClusterPlan): Resources {
  if (!hasManagedComputeGroup(plan)) return {};
  return {
    ComputeSecurityGroup: {
      Type: "AWS::EC2::SecurityGroup",
      Properties: { GroupDescription: "Allow access to compute nodes", VpcId: plan.vpcId },
    },
    // Egress to the group itself is what EFA asks for; making it first keeps the general rule from being the only one.
    ComputeSecurityGroupEgress: {
      Type: "AWS::EC2::SecurityGroupEgress",
      Properties: {
        ...ALL_PORTS,
        GroupId: ref("ComputeSecurityGroup"),
        DestinationSecurityGroupId: ref("ComputeSecurityGroup"),
      },
    },
    ComputeSecurityGroupNormalEgress: {
      Type: "AWS::EC2::SecurityGroupEgress",
      Properties: { ...ALL_PORTS, GroupId: ref("ComputeSecurityGroup"), CidrIp: "0.0.0.0/0" },
      DependsOn: ["ComputeSecurityGroupEgress"],
    },
    ComputeSecurityGroupIngress: ingress({
      into: ref("ComputeSecurityGroup"),
      from: ref("ComputeSecurityGroup"),
    }),
  };
}

/** Rules between managed groups and the groups that the other side brings. */
function crossRules(plan: ClusterPlan): Resources {
  const { configuration } = plan;
  const headGroups = configuration.headNode.securityGroups.own;
  const computeGroups = configuration.queues.flatMap((queue) => queue.securityGroups.own);
  const headSources: readonly Json[] = isManagedHeadNodeGroup(plan)
    ? [ref("HeadNodeSecurityGroup")]
    : headGroups;
  const computeSources: readonly Json[] = [
    ...(hasManagedComputeGroup(plan) ? [ref("ComputeSecurityGroup")] : []),
    ...new Set(computeGroups),
  ];
  const rules: [string, TemplateResource][] = [];
  if (isManagedHeadNodeGroup(plan))
    computeSources.forEach((from, index) =>
      rules.push([
        `HeadNodeSecurityGroupComputeIngress${index}`,
        ingress({ into: ref("HeadNodeSecurityGroup"), from }),
      ]),
    );
  if (hasManagedComputeGroup(plan))
    headSources.forEach((from, index) =>
      rules.push([
        `ComputeSecurityGroupHeadNodeIngress${index}`,
        ingress({ into: ref("ComputeSecurityGroup"), from }),
      ]),
    );
  return Object.fromEntries(rules);
}

function ingress(rule: { readonly into: Json; readonly from: Json }): TemplateResource {
  return {
    Type: "AWS::EC2::SecurityGroupIngress",
    Properties: withoutUndefined({ ...ALL_PORTS, GroupId: rule.into, SourceSecurityGroupId: rule.from }),
  };
}
