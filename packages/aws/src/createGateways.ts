import type { Gateways } from "@trainyard/core";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { FSxClient } from "@aws-sdk/client-fsx";
import { PricingClient } from "@aws-sdk/client-pricing";
import { ResourceGroupsClient } from "@aws-sdk/client-resource-groups";
import { S3Client } from "@aws-sdk/client-s3";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { createAccountGateway } from "./accountGateway.ts";
import { createCapacityGateway } from "./capacityGateway.ts";
import { clientConfig, s3Config, type AwsConnection } from "./clientConfig.ts";
import { createClusterGateway } from "./clusterGateway.ts";
import { createDataGateway } from "./dataGateway.ts";
import { createKeyPairGateway } from "./keyPairGateway.ts";
import { createLogGateway } from "./logGateway.ts";
import { createRemoteGateway } from "./remoteGateway.ts";
import { createStackGateway } from "./stackGateway.ts";

/** Gateways over the AWS SDK. Making them calls nothing. */
export function createGateways(connection: AwsConnection): Gateways {
  const config = clientConfig(connection);
  const ec2 = new EC2Client(config);
  return {
    region: connection.region,
    account: createAccountGateway(
      new STSClient(config),
      new PricingClient({
        ...config,
        ...(connection.endpointUrl === undefined ? { region: "us-east-1" } : {}),
      }),
      connection.region,
    ),
    capacity: createCapacityGateway(ec2, new ResourceGroupsClient(config)),
    clusters: createClusterGateway(ec2, new DynamoDBClient(config)),
    data: createDataGateway(new FSxClient(config), new S3Client(s3Config(connection))),
    keyPairs: createKeyPairGateway(ec2),
    logs: createLogGateway(new CloudWatchLogsClient(config)),
    remote: createRemoteGateway(new SSMClient(config)),
    stacks: createStackGateway(new CloudFormationClient(config)),
  };
}
