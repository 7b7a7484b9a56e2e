import type { ResolvedProject } from "../project/ResolvedProject.ts";
import type { ClusterConfig } from "./cluster/clusterConfig.ts";
import { needsSshSecurityGroup } from "./cluster/headNodeConfig.ts";
import { getAtt, nameTag, ref } from "./intrinsics.ts";
import type { Template, TemplateResource, TemplateValue } from "./Template.ts";

const CLUSTER = "Cluster";
const SSH_SECURITY_GROUP = "SshSecurityGroup";

/** How the cluster configuration names the group that lets several address ranges in; undefined when there is none. */
export function sshSecurityGroupOf(resolved: ResolvedProject): TemplateValue | undefined {
  return needsSshSecurityGroup(resolved) ? getAtt(SSH_SECURITY_GROUP, "GroupId") : undefined;
}

/**
 * The stack with the cluster in it, as AWS's CloudFormation provider for ParallelCluster makes it. Make `config`
 * with `clusterConfig(resolved, outputs, { securityGroup: sshSecurityGroupOf(resolved) })`.
 * @param vpcId - VPC of the head node; needed only for a security group for SSH.
 */
export function engineTemplate(
  resolved: ResolvedProject,
  { config, vpcId }: { readonly config: ClusterConfig; readonly vpcId: string },
): Template {
  const { names, version } = resolved;
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `The cluster ${names.cluster}, made by AWS ParallelCluster ${version.version}`,
    Parameters: {
      ServiceToken: {
        Type: "String",
        Description:
          "Function of AWS's CloudFormation provider for ParallelCluster (output ServiceToken of its stack).",
      },
    },
    Resources: {
      ...(needsSshSecurityGroup(resolved) ? { [SSH_SECURITY_GROUP]: sshSecurityGroup(resolved, vpcId) } : {}),
      [CLUSTER]: {
        Type: "Custom::PclusterCluster",
        Properties: {
          ServiceToken: ref("ServiceToken"),
          ClusterName: names.cluster,
          ClusterConfiguration: config.value,
          DeletionPolicy: "Delete",
          // What failed stays as evidence, as the guide's --rollback-on-failure false.
          RollbackOnFailure: "false",
        },
      },
    },
    Outputs: outputsOf(resolved),
  };
}

function sshSecurityGroup({ project, names }: ResolvedProject, vpcId: string): TemplateResource {
  return {
    Type: "AWS::EC2::SecurityGroup",
    Properties: {
      GroupDescription: `SSH to the head node of ${names.cluster}`,
      VpcId: vpcId,
      SecurityGroupIngress: project.access.sshFrom.map((range) => ({
        Description: "SSH",
        IpProtocol: "tcp",
        FromPort: 22,
        ToPort: 22,
        ...(range.startsWith("pl-") ? { SourcePrefixListId: range } : { CidrIp: range }),
      })),
      Tags: [nameTag(`${names.cluster} SSH`)],
    },
  };
}

function outputsOf({ project }: ResolvedProject): NonNullable<Template["Outputs"]> {
  return {
    HeadNodeInstanceId: {
      Description: "Instance of the head node",
      Value: getAtt(CLUSTER, "headNode.instanceId"),
    },
    HeadNodePrivateIp: {
      Description: "Private address of the head node",
      Value: getAtt(CLUSTER, "headNode.privateIpAddress"),
    },
    ...(project.headNode.subnet === "public"
      ? {
          HeadNodeIp: {
            Description: "Public address of the head node",
            Value: getAtt(CLUSTER, "headNode.publicIpAddress"),
          },
        }
      : {}),
    ClusterStackArn: {
      Description: "Stack that ParallelCluster made",
      Value: getAtt(CLUSTER, "cloudformationStackArn"),
    },
    ValidationMessages: {
      Description: "What ParallelCluster's own checks said of the configuration",
      Value: getAtt(CLUSTER, "validationMessages"),
    },
  };
}
