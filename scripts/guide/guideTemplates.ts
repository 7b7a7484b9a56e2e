import { dataBucketTemplate, prerequisitesTemplate, renderTemplate } from "../../packages/core/src/index.ts";
import { resolvedProject } from "../../packages/core/src/project/testing/resolvedProject.ts";
import { clusterConfig } from "../../packages/core/src/templates/cluster/clusterConfig.ts";
import { renderClusterConfig } from "../../packages/core/src/templates/cluster/renderClusterConfig.ts";
import { PREREQUISITES_OUTPUTS } from "../../packages/core/src/templates/prerequisites/outputs.ts";
import type { GuideValues } from "./prepareScript.ts";

/** Our template in place of one of the guide's, and the parameters that the console asks for. */
export interface GuideTemplate {
  readonly body: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** By the last part of the address in the guide. @throws {Error} for a template that we have none for. */
export function guideTemplate(name: string, values: GuideValues): GuideTemplate {
  switch (name) {
    case "0.private-bucket.yaml":
      return {
        body: renderTemplate(dataBucketTemplate({ versioning: false }), { format: "yaml" }),
        parameters: { S3BucketName: `cluster-data-bucket-${values.region}-123456789012` },
      };
    case "parallelcluster-prerequisites.yaml":
      return {
        body: renderTemplate(prerequisitesTemplate(), { format: "yaml" }),
        parameters: { PrimarySubnetAZ: values.zone },
      };
    // The guide has a file for it, ours is the same one with other parameters.
    case "parallelcluster-prerequisites-p1.yaml":
      return {
        body: renderTemplate(prerequisitesTemplate(), { format: "yaml" }),
        parameters: {
          PrimarySubnetAZ: values.zone,
          LustreDeploymentType: "PERSISTENT_1",
          PerUnitStorageThroughput: "200",
        },
      };
    default:
      throw new Error(`there is no template of ours for the guide's ${name}`);
  }
}

/** Our vanilla cluster with the variables that the guide's `envsubst` fills in. */
export function clusterVanilla(values: GuideValues): string {
  const resolved = resolvedProject({
    text: `region: ${values.region}\naccess: { keyPair: ${values.keyPairName} }`,
    account: { id: values.reservationId, totalInstances: values.instanceCount },
  });
  const outputs = Object.fromEntries(PREREQUISITES_OUTPUTS.map((name) => [name, `\${${name}}`]));
  const text = renderClusterConfig(clusterConfig(resolved, outputs), {
    trainyardVersion: "0.1.0",
    projectName: "ml-cluster",
    parallelClusterVersion: "3.13.1",
  });
  return text
    .replace(`Region: ${values.region}`, "Region: ${AWS_REGION}")
    .replace(`KeyName: ${values.keyPairName}`, "KeyName: ${KEYPAIR_NAME}")
    .replace(`InstanceType: ${values.instanceType}`, "InstanceType: ${INSTANCE}")
    .replace(
      `CapacityReservationId: ${values.reservationId}`,
      "CapacityReservationId: ${CAPACITY_RESERVATION_ID}",
    )
    .replaceAll(new RegExp(`(M(?:in|ax)Count): ${values.instanceCount}\\b`, "g"), "$1: ${NUM_INSTANCES}");
}
