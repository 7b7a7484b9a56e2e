import { found, refused } from "../pcluster/aws/AwsAnswer.ts";
import type { ClusterConfigAws } from "../pcluster/aws/ClusterConfigAws.ts";
import type { InstanceTypeTable } from "../pcluster/aws/InstanceFacts.ts";

/**
 * An account that tells whenever it is asked. It answers as far as rules must be known to apply, and refuses
 * the rest: what rules find with it means nothing.
 */
export function listeningAccount(instanceTypes: InstanceTypeTable, onQuestion: () => void): ClusterConfigAws {
  const ask = async () => {
    onQuestion();
    return refused("NotAsked", "no account is asked");
  };
  return {
    instances: {
      instanceType: async (name) => {
        onQuestion();
        const facts = instanceTypes.find(name);
        return facts === undefined ? refused("InvalidInstanceType", `${name} is not known`) : found(facts);
      },
      offeredTypes: ask,
      zonesOffering: ask,
      dryRun: ask,
      placementGroup: ask,
      batchTypes: ask,
    },
    reservations: {
      reservationsOfGroup: ask,
      isReservationPool: ask,
      capacityBlockStatuses: ask,
      reservation: async (id) => answer(onQuestion, { ...RESERVATION, id }),
    },
    network: {
      vpc: ask,
      securityGroup: ask,
      networkInterface: ask,
      elasticIp: ask,
      hostedZone: ask,
      subnet: async (id) => answer(onQuestion, { ...SUBNET, id }),
    },
    images: {
      keyPair: ask,
      launchTemplate: ask,
      image: async (id) => answer(onQuestion, { ...IMAGE, id }),
      officialImage: async () => answer(onQuestion, IMAGE.id),
    },
    volumes: { volume: ask, snapshot: ask, kmsKey: ask },
    fileSystems: {
      efs: ask,
      fileCache: ask,
      fsxBackup: ask,
      fsxFileSystem: async (id) => answer(onQuestion, { ...FILE_SYSTEM, id }),
      fsxVolume: async () => answer(onQuestion, FILE_SYSTEM.id),
    },
    objects: { bucket: ask, bucketVersioning: ask, bucketRegion: ask, object: ask, url: ask },
    access: { role: ask, instanceProfile: ask, policy: ask, secret: ask, secretText: ask, parameter: ask },
  };
}

function answer<Value>(onQuestion: () => void, value: Value) {
  onQuestion();
  return found(value);
}

const SUBNET = {
  id: "",
  vpc: "vpc-00000000000000000",
  zone: "a",
  cidr: "10.0.0.0/16",
  assignsPublicAddress: false,
};
const IMAGE = {
  id: "ami-00000000000000000",
  architecture: "x86_64",
  description: undefined,
  rootDeviceName: "/dev/sda1",
  volumeSizeGiB: 1,
  tags: new Map<string, string>(),
};
const RESERVATION = {
  id: "",
  instanceType: "p5.48xlarge",
  zone: "a",
  platform: "Linux/UNIX",
  state: "active",
  reservationType: undefined,
  totalInstances: 1,
  availableInstances: 1,
  requestedInstances: 0,
  placementGroupArn: undefined,
};
const FILE_SYSTEM = {
  id: "fs-00000000000000000",
  kind: "LUSTRE",
  vpc: SUBNET.vpc,
  subnetIds: [],
  networkInterfaces: [],
} as const;
