import { nameTag, ref, sub } from "../intrinsics.ts";
import type { Template, TemplateResource, TemplateValue } from "../Template.ts";
import { KEPT } from "./network.ts";

/**
 * The group of all nodes and file systems: everything between its members in both directions, as EFA demands, and
 * from them to everywhere. Descriptions and ports are the guide's to the letter, because CloudFormation replaces a
 * group or rule of which they change, and a rule cannot be replaced by its like.
 */
export function securityGroupResources(
  vpc: TemplateValue,
  { kept }: { readonly kept: boolean },
): Template["Resources"] {
  const policies = kept ? KEPT : {};
  return {
    SecurityGroup: {
      Type: "AWS::EC2::SecurityGroup",
      ...policies,
      Properties: {
        GroupDescription: "Allow EFA communication for Multi-Node Parallel Batch jobs",
        VpcId: vpc,
        Tags: [nameTag(sub("${VPCName} EFA"))],
      },
    },
    EFASecurityGroupIngress: {
      ...policies,
      ...rule("Ingress", "All to all communication for EFA Ingress within Security Group", {
        SourceSecurityGroupId: ref("SecurityGroup"),
      }),
    },
    EFASecurityGroupEgress: {
      ...policies,
      ...rule("Egress", "All to all communication for EFA Egress  within Security Group", {
        DestinationSecurityGroupId: ref("SecurityGroup"),
      }),
    },
    EFASecurityGroupEgressECS: {
      ...policies,
      ...rule("Egress", "All to all communication for Egress to all", { CidrIp: "0.0.0.0/0" }),
    },
  };
}

function rule(
  direction: "Ingress" | "Egress",
  description: string,
  peer: { readonly [property: string]: TemplateValue },
): TemplateResource {
  return {
    Type: `AWS::EC2::SecurityGroup${direction}`,
    // The ports mean nothing for all protocols, but taking them away would replace the rule.
    Metadata: { "cfn-lint": { config: { ignore_checks: ["W3687"] } } },
    Properties: {
      Description: description,
      IpProtocol: "-1",
      FromPort: -1,
      ToPort: -1,
      GroupId: ref("SecurityGroup"),
      ...peer,
    },
  };
}
