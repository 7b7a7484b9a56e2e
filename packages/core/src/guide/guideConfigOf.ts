import { Document, Scalar } from "yaml";
import type { ResolvedProject } from "../project/ResolvedProject.ts";

/**
 * Writes the guide's config.yaml for a project, so that the guide's own steps can go on from it.
 * @param stackOutputs - outputs of the prerequisites stack, merged in as the guide does; `{}` before it exists.
 */
export function guideConfigOf(
  resolved: ResolvedProject,
  stackOutputs: Readonly<Record<string, string>>,
): string {
  const { project, names, bucketName, zone } = resolved;
  const [main] = resolved.queues;
  const reservation =
    main.source.kind === "reservation" || main.source.kind === "capacity-block" ? main.source.id : "NA";
  const document = new Document({
    CLUSTER_NAME: names.cluster,
    AWS_REGION: project.region,
    PCLUSTER_VERSION: resolved.version.version,
    CAPACITY_RESERVATION_ID: reservation,
    AZ: zone,
    NUM_INSTANCES: quoted(String(main.count)),
    INSTANCE: main.instanceType,
    KEYPAIR_NAME: names.keyPair,
    ...(bucketName === undefined ? {} : { DATA_BUCKET_NAME: quoted(bucketName) }),
    STACK_ID_VPC: names.prerequisitesStack,
    ...stackOutputs,
  });
  if (main.source.kind === "reservation-group")
    document.commentBefore = ` The guide knows no groups of reservations; the cluster uses ${main.source.arn}.`;
  return document.toString({ lineWidth: 0 });
}

/** As the guide's own example has it: the steps read all values as text. */
function quoted(text: string): Scalar<string> {
  const scalar = new Scalar(text);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}
