import type { ServiceModule } from "./kernel/ServiceModule.ts";
import { sts } from "./services/sts/sts.ts";
import { iam } from "./services/iam/iam.ts";
import { ec2 } from "./services/ec2/ec2.ts";
import { s3 } from "./services/s3/s3.ts";
import { fsx } from "./services/fsx/fsx.ts";
import { logs } from "./services/logs/logs.ts";
import { dynamodb } from "./services/dynamodb/dynamodb.ts";
import { lambda } from "./services/lambda/lambda.ts";
import { cloudformation } from "./services/cloudformation/cloudformation.ts";
import { parallelcluster } from "./parallelcluster/parallelcluster.ts";
import { route53 } from "./services/route53/route53.ts";
import { ssm } from "./services/ssm/ssm.ts";
import { monitoring } from "./services/monitoring/monitoring.ts";
import { servicequotas } from "./services/servicequotas/servicequotas.ts";
import { pricing } from "./services/pricing/pricing.ts";
import { resourceGroups } from "./services/resource-groups/resourceGroups.ts";
import { sns } from "./services/sns/sns.ts";
import { sqs } from "./services/sqs/sqs.ts";

/** Every part of the sandbox, in the order in which events are delivered. */
export const SANDBOX_MODULES: readonly ServiceModule[] = [
  sts,
  iam,
  ec2,
  s3,
  fsx,
  logs,
  dynamodb,
  lambda,
  route53,
  ssm,
  monitoring,
  servicequotas,
  pricing,
  resourceGroups,
  sns,
  sqs,
  cloudformation,
  parallelcluster,
];
