import { DescribeSnapshotsCommand, DescribeVolumesCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { DescribeKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import type { ClusterConfigAws } from "@trainyard/core/cluster-config";
import { abortOptions } from "../abortOptions.ts";
import { asked } from "./asked.ts";
import { first } from "./first.ts";

export function createVolumeQuestions(
  ec2: EC2Client,
  kms: KMSClient,
  signal: AbortSignal | undefined,
): ClusterConfigAws["volumes"] {
  const options = abortOptions(signal);
  return {
    volume: (id) =>
      asked("DescribeVolumes", async () => {
        const answer = await ec2.send(new DescribeVolumesCommand({ VolumeIds: [id] }), options);
        const { AvailabilityZone, State } = first(answer.Volumes, `the volume ${id}`);
        return { zone: AvailabilityZone ?? "", state: State ?? "" };
      }),
    snapshot: (id) =>
      asked("DescribeSnapshots", async () => {
        const answer = await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }), options);
        const { VolumeSize, State } = first(answer.Snapshots, `the snapshot ${id}`);
        return { sizeGiB: VolumeSize, state: State ?? "" };
      }),
    kmsKey: (id) =>
      asked("DescribeKey", async () => {
        await kms.send(new DescribeKeyCommand({ KeyId: id }), options);
        return "exists" as const;
      }),
  };
}
