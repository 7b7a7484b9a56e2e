import type { Snapshot } from "@aws-sdk/client-ec2";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations, type TimerHandler } from "../../../kernel/ServiceModule.ts";
import { ec2Durations } from "../durations.ts";
import { list, type Listing } from "../requests/listing.ts";
import { refuseDryRun, required } from "../requests/parameters.ts";
import { find, lookUp, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { SnapshotRecord } from "./VolumeRecords.ts";
import { volumeOf } from "./volumes.ts";

export const snapshotOperations = defineOperations<"ec2">()({
  CreateSnapshot: {
    members: ["Description", "DryRun", "TagSpecifications", "VolumeId"],
    run(input, context) {
      const volume = volumeOf(context, input.VolumeId);
      const tags = tagsFor(resourceKinds.snapshot, input.TagSpecifications, context);
      refuseDryRun(input.DryRun);
      const snapshot: SnapshotRecord = {
        id: context.ids.resourceId("snap"),
        volumeId: volume.id,
        sizeGiB: volume.sizeGiB,
        startedMs: context.clock.nowMs(),
        encrypted: volume.encrypted,
        ...(volume.kmsKeyId === undefined ? {} : { kmsKeyId: volume.kmsKeyId }),
        description: input.Description ?? "",
        state: "pending",
      };
      ec2State(context).snapshots[snapshot.id] = snapshot;
      putTags(context, snapshot.id, tags);
      context.clock.schedule({
        kind: "ec2.snapshot-completed",
        region: context.region,
        payload: snapshot.id,
        afterMs: ec2Durations.snapshotMs,
      });
      return describe(snapshot, context);
    },
  },
  DescribeSnapshots: {
    members: ["DryRun", "Filters", "MaxResults", "NextToken", "OwnerIds", "SnapshotIds"],
    run(input, context) {
      const owners = input.OwnerIds ?? [];
      const isMine = owners.length === 0 || owners.includes("self") || owners.includes(context.accountId);
      const own = listing(context);
      const page = list({ ...own, items: isMine ? own.items : {} }, { ...input, ids: input.SnapshotIds });
      return {
        Snapshots: page.items.map((snapshot) => describe(snapshot, context)),
        NextToken: page.nextToken,
      };
    },
  },
  DeleteSnapshot: {
    members: ["DryRun", "SnapshotId"],
    run(input, context) {
      const { snapshots } = ec2State(context);
      const snapshot = find(snapshots, required(input.SnapshotId, "snapshotId"), resourceKinds.snapshot);
      refuseDryRun(input.DryRun);
      delete snapshots[snapshot.id];
      dropTags(context, snapshot.id);
      return {};
    },
  },
});

export const snapshotTimers: Readonly<Record<string, TimerHandler>> = {
  "ec2.snapshot-completed": (id, context) => {
    const snapshot = typeof id === "string" ? lookUp(ec2State(context).snapshots, id) : undefined;
    if (snapshot !== undefined) snapshot.state = "completed";
  },
};

function describe(snapshot: SnapshotRecord, context: RegionContext): Snapshot {
  return {
    SnapshotId: snapshot.id,
    VolumeId: snapshot.volumeId,
    State: snapshot.state,
    StartTime: new Date(snapshot.startedMs),
    Progress: snapshot.state === "completed" ? "100%" : "",
    OwnerId: context.accountId,
    Description: snapshot.description,
    VolumeSize: snapshot.sizeGiB,
    Encrypted: snapshot.encrypted,
    ...(snapshot.kmsKeyId === undefined ? {} : { KmsKeyId: snapshot.kmsKeyId }),
    StorageTier: "standard",
    Tags: [...tagsOf(context, snapshot.id)],
  };
}

function listing(context: RegionContext): Listing<SnapshotRecord> {
  return {
    kind: resourceKinds.snapshot,
    items: ec2State(context).snapshots,
    idOf: (snapshot) => snapshot.id,
    tagsOf: (snapshot) => tagsOf(context, snapshot.id),
    idsParameter: "snapshotSet",
    fields: {
      description: (snapshot) => snapshot.description,
      encrypted: (snapshot) => snapshot.encrypted,
      "owner-id": () => context.accountId,
      progress: (snapshot) => (snapshot.state === "completed" ? "100%" : ""),
      "snapshot-id": (snapshot) => snapshot.id,
      "start-time": (snapshot) => new Date(snapshot.startedMs).toISOString(),
      status: (snapshot) => snapshot.state,
      "volume-id": (snapshot) => snapshot.volumeId,
      "volume-size": (snapshot) => snapshot.sizeGiB,
    },
  };
}
