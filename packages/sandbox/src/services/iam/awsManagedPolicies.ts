/** A policy that AWS provides: only its existence is modelled, not its document. */
export interface AwsManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
}

const WITHOUT_PATH = [
  "AdministratorAccess",
  "AmazonDynamoDBFullAccess",
  "AmazonDynamoDBReadOnlyAccess",
  "AmazonEC2ContainerRegistryFullAccess",
  "AmazonEC2ContainerRegistryPowerUser",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonEC2FullAccess",
  "AmazonEC2ReadOnlyAccess",
  "AmazonElasticFileSystemClientFullAccess",
  "AmazonElasticFileSystemClientReadWriteAccess",
  "AmazonFSxFullAccess",
  "AmazonFSxReadOnlyAccess",
  "AmazonRoute53FullAccess",
  "AmazonS3FullAccess",
  "AmazonS3ReadOnlyAccess",
  "AmazonSNSFullAccess",
  "AmazonSQSFullAccess",
  "AmazonSSMFullAccess",
  "AmazonSSMManagedInstanceCore",
  "AmazonSSMReadOnlyAccess",
  "AmazonVPCFullAccess",
  "AmazonVPCReadOnlyAccess",
  "AWSBatchFullAccess",
  "AWSCloudFormationFullAccess",
  "AWSCloudFormationReadOnlyAccess",
  "AWSLambda_FullAccess",
  "AWSPriceListServiceFullAccess",
  "AWSXRayDaemonWriteAccess",
  "CloudWatchAgentAdminPolicy",
  "CloudWatchAgentServerPolicy",
  "CloudWatchFullAccess",
  "CloudWatchLogsFullAccess",
  "CloudWatchLogsReadOnlyAccess",
  "CloudWatchReadOnlyAccess",
  "EC2InstanceProfileForImageBuilder",
  "EC2InstanceProfileForImageBuilderECRContainerBuilds",
  "IAMFullAccess",
  "IAMReadOnlyAccess",
  "IAMUserChangePassword",
  "PowerUserAccess",
  "ReadOnlyAccess",
  "ResourceGroupsandTagEditorReadOnlyAccess",
  "SecretsManagerReadWrite",
  "SecurityAudit",
  "ServiceQuotasFullAccess",
  "ServiceQuotasReadOnlyAccess",
];

const SERVICE_ROLES = [
  "AmazonAPIGatewayPushToCloudWatchLogs",
  "AmazonEC2ContainerServiceforEC2Role",
  "AmazonEC2RoleforSSM",
  "AmazonEC2SpotFleetTaggingRole",
  "AmazonECSTaskExecutionRolePolicy",
  "AmazonSSMAutomationRole",
  "AWSBatchServiceRole",
  "AWSLambdaBasicExecutionRole",
  "AWSLambdaDynamoDBExecutionRole",
  "AWSLambdaENIManagementAccess",
  "AWSLambdaRole",
  "AWSLambdaSQSQueueExecutionRole",
  "AWSLambdaVPCAccessExecutionRole",
];

const JOB_FUNCTIONS = [
  "Billing",
  "DatabaseAdministrator",
  "DataScientist",
  "NetworkAdministrator",
  "SupportUser",
  "SystemAdministrator",
  "ViewOnlyAccess",
];

export const AWS_MANAGED_POLICIES: readonly AwsManagedPolicy[] = [
  ...at("/", WITHOUT_PATH),
  ...at("/service-role/", SERVICE_ROLES),
  ...at("/job-function/", JOB_FUNCTIONS),
];

export function awsManagedPolicy(arn: string): AwsManagedPolicy | undefined {
  return AWS_MANAGED_POLICIES.find((policy) => policy.arn === arn);
}

function at(path: string, names: readonly string[]): AwsManagedPolicy[] {
  return names.map((name) => ({ name, path, arn: `arn:aws:iam::aws:policy${path}${name}` }));
}
