import type { ResolvedProject } from "../project/ResolvedProject.ts";
import type { ConfigValue } from "./cluster/ConfigValue.ts";

/** An IAM policy as the service takes it. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly [key: string]: ConfigValue };
}

/**
 * What the person who runs trainyard for one project needs, and no more: reading what the checks read, the
 * project's own stacks, and what CloudFormation makes in them with the person's rights. The cluster itself is made
 * by the roles of AWS's provider, which the person may hand to its functions.
 */
export function iamPolicyDocument(resolved: ResolvedProject): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      reading(resolved),
      stacks(resolved),
      network(resolved),
      fileSystems(resolved),
      keyPair(resolved),
      ...bucket(resolved),
      ...providerRoles(resolved),
      ...providerFunctions(resolved),
      operation(resolved),
    ],
  };
}

/** `arn` of a resource of the account in the region. */
function arnOf(
  { partition, project, accountId }: ResolvedProject,
  service: string,
  resource: string,
): string {
  return `arn:${partition}:${service}:${project.region}:${accountId}:${resource}`;
}

function inRegion({ project }: ResolvedProject): Pick<PolicyStatement, "Condition"> {
  return { Condition: { StringEquals: { "aws:RequestedRegion": project.region } } };
}

/** These calls know no resources. */
function reading(resolved: ResolvedProject): PolicyStatement {
  return {
    Sid: "Read",
    Effect: "Allow",
    Action: [
      "cloudformation:DescribeStacks",
      "cloudformation:ListStacks",
      "cloudformation:ValidateTemplate",
      "cloudwatch:GetMetricData",
      "ec2:Describe*",
      "ec2:GetInstanceMetadataDefaults",
      "elasticloadbalancing:DescribeTargetHealth",
      "fsx:Describe*",
      "iam:GetRole",
      "iam:SimulatePrincipalPolicy",
      "pricing:GetProducts",
      "resource-groups:GetGroupConfiguration",
      "resource-groups:ListGroupResources",
      "servicequotas:GetServiceQuota",
      "ssm:DescribeInstanceInformation",
      "sts:GetCallerIdentity",
    ],
    Resource: "*",
    // Prices and roles are asked for in the region that holds them.
    Condition: {
      StringEquals: { "aws:RequestedRegion": [...new Set([resolved.project.region, "us-east-1"])] },
    },
  };
}

function stacks(resolved: ResolvedProject): PolicyStatement {
  const { names } = resolved;
  const all = [
    names.prerequisitesStack,
    names.dataBucketStack,
    names.engineStack,
    names.providerStack,
    names.cluster,
  ];
  return {
    Sid: "Stacks",
    Effect: "Allow",
    Action: [
      "cloudformation:CreateChangeSet",
      "cloudformation:CreateStack",
      "cloudformation:DeleteChangeSet",
      "cloudformation:DeleteStack",
      "cloudformation:DescribeChangeSet",
      "cloudformation:DescribeStackEvents",
      "cloudformation:DescribeStackResources",
      "cloudformation:ExecuteChangeSet",
      "cloudformation:GetTemplate",
      "cloudformation:ListStackResources",
      "cloudformation:TagResource",
      "cloudformation:UpdateStack",
    ],
    // The provider and the cluster have nested stacks, whose names begin with theirs.
    Resource: all.map((name) => arnOf(resolved, "cloudformation", `stack/${name}*`)),
  };
}

function network(resolved: ResolvedProject): PolicyStatement {
  const kinds = ["InternetGateway", "NatGateway", "Route", "RouteTable", "SecurityGroup", "Subnet", "Vpc"];
  return {
    Sid: "Network",
    Effect: "Allow",
    Action: [
      ...kinds.flatMap((kind) => [`ec2:Create${kind}`, `ec2:Delete${kind}`]),
      "ec2:AllocateAddress",
      "ec2:AssociateRouteTable",
      "ec2:AssociateVpcCidrBlock",
      "ec2:AttachInternetGateway",
      "ec2:AuthorizeSecurityGroup*",
      "ec2:CreateNetworkInterface",
      "ec2:CreateTags",
      "ec2:CreateVpcEndpoint",
      "ec2:DeleteTags",
      "ec2:DeleteVpcEndpoints",
      "ec2:DetachInternetGateway",
      "ec2:DisassociateAddress",
      "ec2:DisassociateRouteTable",
      "ec2:DisassociateVpcCidrBlock",
      "ec2:ModifySubnetAttribute",
      "ec2:ModifyVpcAttribute",
      "ec2:ModifyVpcEndpoint",
      "ec2:ReleaseAddress",
      "ec2:RevokeSecurityGroup*",
    ],
    Resource: "*",
    ...inRegion(resolved),
  };
}

function fileSystems(resolved: ResolvedProject): PolicyStatement {
  return {
    Sid: "FileSystems",
    Effect: "Allow",
    Action: [
      "fsx:CreateDataRepositoryAssociation",
      "fsx:CreateDataRepositoryTask",
      "fsx:CreateFileSystem",
      "fsx:DeleteDataRepositoryAssociation",
      "fsx:DeleteFileSystem",
      "fsx:ListTagsForResource",
      "fsx:TagResource",
      "fsx:UntagResource",
      "fsx:UpdateDataRepositoryAssociation",
      "fsx:UpdateFileSystem",
    ],
    Resource: ["association/*", "file-system/*", "task/*", "volume/*"].map((resource) =>
      arnOf(resolved, "fsx", resource),
    ),
  };
}

function keyPair(resolved: ResolvedProject): PolicyStatement {
  return {
    Sid: "KeyPair",
    Effect: "Allow",
    Action: ["ec2:CreateKeyPair", "ec2:DeleteKeyPair"],
    Resource: arnOf(resolved, "ec2", `key-pair/${resolved.names.keyPair}`),
  };
}

function bucket({ bucketName, partition }: ResolvedProject): readonly PolicyStatement[] {
  if (bucketName === undefined) return [];
  return [
    {
      Sid: "DataBucket",
      Effect: "Allow",
      Action: [
        "s3:CreateBucket",
        "s3:GetBucket*",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:ListBucket",
        "s3:PutBucket*",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
      ],
      Resource: `arn:${partition}:s3:::${bucketName}`,
    },
    {
      Sid: "DataObjects",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: `arn:${partition}:s3:::${bucketName}/*`,
    },
  ];
}

/** AWS's provider makes roles for its functions; CloudFormation names them after the provider's stack. */
function providerRoles({ partition, accountId, names }: ResolvedProject): readonly PolicyStatement[] {
  const iam = (resource: string) => `arn:${partition}:iam::${accountId}:${resource}`;
  const verbs = [
    "Attach*Policy",
    "Create*",
    "Delete*",
    "Detach*Policy",
    "Get*",
    "List*",
    "PassRole",
    "Put*Policy",
  ];
  return [
    {
      Sid: "ProviderRoles",
      Effect: "Allow",
      Action: [...verbs, "Tag*", "Untag*"].map((verb) => `iam:${verb}`),
      Resource: ["role", "policy"].flatMap((kind) => [
        iam(`${kind}/${names.providerStack}*`),
        iam(`${kind}/parallelcluster/*`),
      ]),
    },
    {
      Sid: "ServiceRoles",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: iam("role/aws-service-role/*"),
    },
  ];
}

/** Functions, layer and logs, by the names that AWS's provider template gives them, and the files it comes from. */
function providerFunctions(resolved: ResolvedProject): readonly PolicyStatement[] {
  const { partition, project, names } = resolved;
  return [
    {
      Sid: "ProviderFunctions",
      Effect: "Allow",
      Action: ["events:*", "lambda:*", "logs:*"],
      Resource: [
        arnOf(resolved, "events", "rule/*"),
        arnOf(resolved, "lambda", "function:pcluster-*"),
        arnOf(resolved, "lambda", `function:${names.providerStack}*`),
        arnOf(resolved, "lambda", "layer:PCLayer-*"),
        arnOf(resolved, "logs", "log-group:/aws/lambda/pcluster-*"),
        arnOf(resolved, "logs", "log-group:/aws/parallelcluster/*"),
      ],
    },
    {
      Sid: "ProviderFiles",
      Effect: "Allow",
      Action: ["s3:*"],
      Resource: [
        `arn:${partition}:s3:::${project.region}-aws-parallelcluster*`,
        `arn:${partition}:s3:::parallelcluster-*`,
        `arn:${partition}:s3:::${names.providerStack}*`,
      ],
    },
  ];
}

/** Entering, fleet and jobs of a cluster that stands. */
function operation(resolved: ResolvedProject): PolicyStatement {
  return {
    Sid: "Operate",
    Effect: "Allow",
    Action: [
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
      "ssm:SendCommand",
      "ssm:StartSession",
      "ssm:TerminateSession",
      "ssm:GetCommandInvocation",
    ],
    Resource: [
      arnOf(resolved, "dynamodb", `table/parallelcluster-*${resolved.names.cluster}`),
      arnOf(resolved, "ec2", "instance/*"),
      arnOf(resolved, "ssm", "*"),
      `arn:${resolved.partition}:ssm:${resolved.project.region}::document/AWS-*`,
    ],
  };
}
