import { setMaxListeners } from "node:events";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EFSClient } from "@aws-sdk/client-efs";
import { FSxClient } from "@aws-sdk/client-fsx";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { ResourceGroupsClient } from "@aws-sdk/client-resource-groups";
import { Route53Client } from "@aws-sdk/client-route-53";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { ClusterConfigAws } from "@trainyard/core/cluster-config";
import { clientConfig, s3Config, type AwsConnection } from "../clientConfig.ts";
import { createAccessQuestions } from "./accessQuestions.ts";
import { createFileSystemQuestions } from "./fileSystemQuestions.ts";
import { createImageQuestions } from "./imageQuestions.ts";
import { createInstanceQuestions } from "./instanceQuestions.ts";
import { createNetworkQuestions } from "./networkQuestions.ts";
import { createObjectQuestions } from "./objectQuestions.ts";
import { createReservationQuestions } from "./reservationQuestions.ts";
import { createVolumeQuestions } from "./volumeQuestions.ts";

export interface ClusterConfigAwsOptions {
  /** Whether https addresses in the configuration are looked up; false keeps a rehearsal on this machine. */
  readonly readsUrls: boolean;
  readonly signal?: AbortSignal;
}

/**
 * The account that a cluster configuration is checked against. Making it calls nothing; its questions change
 * nothing. @throws {TrainyardError} from a question when nobody answers or the credentials are no good.
 */
export function createClusterConfigAws(
  connection: AwsConnection,
  { readsUrls, signal }: ClusterConfigAwsOptions,
): ClusterConfigAws {
  // Every question of a check listens to the one signal, and many are asked at once.
  if (signal !== undefined) setMaxListeners(0, signal);
  const config = clientConfig(connection);
  const ec2 = new EC2Client(config);
  const s3 = new S3Client({ ...s3Config(connection), followRegionRedirects: true });
  const access = {
    iam: new IAMClient(config),
    secrets: new SecretsManagerClient(config),
    ssm: new SSMClient(config),
  };
  return {
    instances: createInstanceQuestions(ec2, signal),
    reservations: createReservationQuestions(ec2, new ResourceGroupsClient(config), signal),
    network: createNetworkQuestions(ec2, new Route53Client(config), signal),
    images: createImageQuestions(ec2, signal),
    volumes: createVolumeQuestions(ec2, new KMSClient(config), signal),
    fileSystems: createFileSystemQuestions(new FSxClient(config), new EFSClient(config), signal),
    objects: createObjectQuestions(s3, readsUrls, signal),
    access: createAccessQuestions(access, signal),
  };
}
