import type { ClusterConfigAws } from "@trainyard/core";
import { NotRecorded } from "./Recorded.ts";

function never(question: string): () => Promise<never> {
  return () => Promise.reject(new NotRecorded(`what the account says about the ${question}`));
}

/** An account of which a case records only a few answers; any other question ends the case. */
export const SILENT_ACCOUNT: ClusterConfigAws = {
  instances: {
    instanceType: never("instance type"),
    offeredTypes: never("offered types"),
    zonesOffering: never("zones of a type"),
    dryRun: never("launch"),
    placementGroup: never("placement group"),
    batchTypes: never("types of AWS Batch"),
  },
  reservations: {
    reservation: never("reservation"),
    reservationsOfGroup: never("resource group"),
    isReservationPool: never("resource group"),
    capacityBlockStatuses: never("capacity blocks"),
  },
  network: {
    subnet: never("subnet"),
    vpc: never("VPC"),
    securityGroup: never("security group"),
    networkInterface: never("network interface"),
    elasticIp: never("address"),
    hostedZone: never("hosted zone"),
  },
  images: {
    image: never("image"),
    officialImage: never("official image"),
    keyPair: never("key pair"),
    launchTemplate: never("launch template"),
  },
  volumes: { volume: never("volume"), snapshot: never("snapshot"), kmsKey: never("key") },
  fileSystems: {
    efs: never("EFS file system"),
    fsxFileSystem: never("FSx file system"),
    fsxVolume: never("FSx volume"),
    fileCache: never("file cache"),
    fsxBackup: never("backup"),
  },
  objects: {
    bucket: never("bucket"),
    bucketVersioning: never("versioning of a bucket"),
    bucketRegion: never("region of a bucket"),
    object: never("object"),
    url: never("URL"),
  },
  access: {
    role: never("role"),
    instanceProfile: never("instance profile"),
    policy: never("policy"),
    secret: never("secret"),
    secretText: never("secret"),
    parameter: never("parameter"),
  },
};
