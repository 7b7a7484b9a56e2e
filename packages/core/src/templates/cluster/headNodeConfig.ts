import type { ResolvedProject } from "../../project/ResolvedProject.ts";
import { commentsUnder, type ConfigComment, type ConfigPart, type ConfigValue } from "./ConfigValue.ts";
import { customActions, headNodeScripts } from "./customActions.ts";
import type { ClusterPlace } from "./prerequisiteOutputs.ts";

/** No address lies in this range, so nobody is let in. ParallelCluster's own default would be the whole world. */
const NOBODY = "127.0.0.1/32";

export interface SshAccess {
  /** Security group that lets several address ranges in, as an id or as a reference in a template. */
  readonly securityGroup: ConfigValue | undefined;
}

/** ParallelCluster takes one address range; more of them need a security group of their own. */
export function needsSshSecurityGroup({ project }: ResolvedProject): boolean {
  return project.access.sshFrom.length > 1;
}

export function headNodeConfig(resolved: ResolvedProject, place: ClusterPlace, ssh: SshAccess): ConfigPart {
  const { project, names } = resolved;
  const { headNode } = project;
  const actions = customActions(headNodeScripts(resolved));
  const allowed = allowedRange(resolved);
  const comments: readonly ConfigComment[] = [
    { path: ["Ssh", "AllowedIps"], text: allowed.because },
    ...(actions === undefined ? [] : commentsUnder(["CustomActions"], actions.comments)),
  ];
  return {
    comments,
    value: {
      InstanceType: headNode.instanceType,
      Networking: {
        SubnetId: headNode.subnet === "public" ? place.publicSubnetId : place.privateSubnetId,
        ...(headNode.elasticIp ? { ElasticIp: true } : {}),
        AdditionalSecurityGroups: [place.securityGroupId, ...sshGroups(ssh)],
      },
      Ssh: { KeyName: names.keyPair, AllowedIps: allowed.range },
      LocalStorage: { RootVolume: { Size: headNode.rootVolumeGiB, DeleteOnTermination: true } },
      Iam: { AdditionalIamPolicies: policiesOf(resolved).map((arn) => ({ Policy: arn })) },
      Imds: { Secured: true },
      ...(actions === undefined ? {} : { CustomActions: actions.value }),
    },
  };
}

export function sshGroups({ securityGroup }: SshAccess): readonly ConfigValue[] {
  return securityGroup === undefined ? [] : [securityGroup];
}

/** IAM policies of the head node, in the names of the region's partition. */
export function policiesOf({ project: { access, headNode }, partition }: ResolvedProject): readonly string[] {
  const ssm = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
  const all = [...(access.ssm ? [ssm] : []), ...headNode.policies];
  return [...new Set(all.map((arn) => arn.replace(/^arn:aws:iam::aws:/, `arn:${partition}:iam::aws:`)))];
}

export function allowedRange({ project: { access } }: ResolvedProject): {
  readonly range: string;
  readonly because: string;
} {
  const [first, ...others] = access.sshFrom;
  if (first === undefined)
    return { range: NOBODY, because: "nobody: the project lists no range in access.sshFrom" };
  if (others.length === 0) return { range: first, because: "from access.sshFrom" };
  return {
    range: NOBODY,
    because: "the ranges of access.sshFrom are let in by a security group of their own",
  };
}
