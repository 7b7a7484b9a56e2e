import {
  found,
  instanceFactsOf,
  loadInstanceTypes,
  refused,
  type ClusterConfigAws,
  type InstanceFacts,
} from "@trainyard/core";

import type { FakeAccount } from "./fakeAccount.ts";
import { createFakeAccess, createFakeObjects } from "./fakeAccess.ts";
import { createFakeImages } from "./fakeImages.ts";
import { createFakeInstances } from "./fakeInstances.ts";
import { createFakeNetwork } from "./fakeNetwork.ts";

/** The port of the rules over a recorded account. */
export async function createFakeAws(account: FakeAccount): Promise<ClusterConfigAws> {
  const types = await instanceTypesOf(account);
  return {
    instances: createFakeInstances(account, types),
    reservations: fakeReservations(account),
    network: createFakeNetwork(account),
    images: createFakeImages(account),
    volumes: fakeVolumes(account),
    fileSystems: fakeFileSystems(account),
    objects: createFakeObjects(account),
    access: createFakeAccess(account),
  };
}

async function instanceTypesOf(account: FakeAccount): Promise<ReadonlyMap<string, InstanceFacts>> {
  const shipped = [...(await loadInstanceTypes()).values()];
  return new Map(
    [...shipped, ...account.instanceTypes.additional].map((type) => [
      type.instanceType,
      instanceFactsOf(type),
    ]),
  );
}

const BLOCK_TAG = "aws:ec2capacityreservation:capacityReservationType";
const QUANTITY_TAG = "aws:ec2capacityreservation:incrementalRequestedQuantity";

function fakeReservations(account: FakeAccount): ClusterConfigAws["reservations"] {
  return {
    reservation: async (id) => {
      const one = account.capacityReservations.find((reservation) => reservation.id === id);
      if (one === undefined)
        return refused(
          "InvalidCapacityReservationId.NotFound",
          `The Capacity Reservation ID '${id}' does not exist`,
        );
      return found({
        id,
        instanceType: one.instanceType,
        zone: one.az,
        platform: one.platform,
        state: one.state,
        reservationType: one.reservationType ?? one.tags[BLOCK_TAG],
        totalInstances: one.totalInstanceCount,
        availableInstances: one.availableInstanceCount,
        requestedInstances: Number(one.tags[QUANTITY_TAG] ?? 0),
        placementGroupArn: one.placementGroupArn ?? undefined,
      });
    },
    reservationsOfGroup: async (arn) => {
      const group = account.resourceGroups.find((one) => one.arn === arn);
      return group === undefined
        ? refused("NotFoundException", `Cannot find group ${arn}`)
        : found(group.reservations);
    },
    isReservationPool: async (arn) => {
      const group = account.resourceGroups.find((one) => one.arn === arn);
      if (group === undefined) return refused("NotFoundException", `Cannot find group ${arn}`);
      return group.serviceLinked
        ? found(true)
        : refused("BadRequestException", `Group ${arn} has no configuration.`);
    },
    capacityBlockStatuses: async () =>
      found(
        account.capacityBlockStatuses.map((status) => ({
          capacityBlockId: status.capacityBlockId,
          reservationIds: [status.reservation],
          interconnectStatus: status.interconnectStatus ?? undefined,
          totalCapacity: status.totalCapacity ?? undefined,
        })),
      ),
  };
}

function fakeVolumes(account: FakeAccount): ClusterConfigAws["volumes"] {
  return {
    volume: async (id) => {
      const volume = account.volumes.find((one) => one.id === id);
      if (volume === undefined)
        return refused("InvalidVolume.NotFound", `The volume '${id}' does not exist.`);
      return found({ zone: volume.az, state: volume.state });
    },
    snapshot: async (id) => {
      const snapshot = account.snapshots.find((one) => one.id === id);
      if (snapshot === undefined)
        return refused("InvalidSnapshot.NotFound", `The snapshot '${id}' does not exist.`);
      return found({ sizeGiB: snapshot.sizeGiB ?? undefined, state: snapshot.state });
    },
    kmsKey: async (id) =>
      account.kmsKeys.includes(id) ? found("exists") : refused("NotFoundException", `Invalid keyId '${id}'`),
  };
}

function fakeFileSystems(account: FakeAccount): ClusterConfigAws["fileSystems"] {
  const { fileSystems, fileCaches, volumes, backups } = account.fsx;
  const factsOf = (one: (typeof fileSystems)[number]) =>
    found({
      id: one.id,
      kind: one.type,
      vpc: one.vpc,
      subnetIds: one.subnets,
      networkInterfaces: one.networkInterfaces,
    });
  return {
    efs: async (id) => {
      const efs = account.efs.find((one) => one.id === id);
      if (efs === undefined) return refused("FileSystemNotFound", `File system '${id}' does not exist.`);
      const mountTargets = efs.mountTargets.map((target) => ({
        id: target.id,
        subnetId: target.subnet,
        securityGroups: target.groups,
      }));
      return found({ oneZone: efs.oneZoneAz ?? undefined, mountTargets });
    },
    fsxFileSystem: async (id) => {
      const system = fileSystems.find((one) => one.id === id);
      return system === undefined
        ? refused("FileSystemNotFound", `File system '${id}' does not exist.`)
        : factsOf(system);
    },
    fsxVolume: async (id) => {
      const volume = volumes.find((one) => one.id === id);
      return volume === undefined
        ? refused("VolumeNotFound", `Volume '${id}' does not exist.`)
        : found(volume.fileSystem);
    },
    fileCache: async (id) => {
      const cache = fileCaches.find((one) => one.id === id);
      return cache === undefined
        ? refused("FileCacheNotFound", `File cache '${id}' does not exist.`)
        : factsOf(cache);
    },
    fsxBackup: async (id) =>
      backups.includes(id) ? found("exists") : refused("BackupNotFound", `Backup '${id}' does not exist.`),
  };
}
