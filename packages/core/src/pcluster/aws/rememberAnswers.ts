import { found } from "./AwsAnswer.ts";
import type {
  AccessQuestions,
  ClusterConfigAws,
  FileSystemQuestions,
  InstanceQuestions,
} from "./ClusterConfigAws.ts";
import type { InstanceFacts } from "./InstanceFacts.ts";

/**
 * The account for one check: each question is asked once, and types that the configuration describes itself
 * count as known and offered.
 */
export function rememberAnswers(
  aws: ClusterConfigAws,
  added: ReadonlyMap<string, InstanceFacts>,
): ClusterConfigAws {
  const { reservations, network, images, volumes, objects } = aws;
  return {
    instances: rememberInstances(aws.instances, added),
    reservations: {
      reservation: once((id) => reservations.reservation(id)),
      reservationsOfGroup: once((arn) => reservations.reservationsOfGroup(arn)),
      isReservationPool: once((arn) => reservations.isReservationPool(arn)),
      capacityBlockStatuses: onceOnly(() => reservations.capacityBlockStatuses()),
    },
    network: {
      subnet: once((id) => network.subnet(id)),
      vpc: once((id) => network.vpc(id)),
      securityGroup: once((id) => network.securityGroup(id)),
      networkInterface: once((id) => network.networkInterface(id)),
      elasticIp: once((address) => network.elasticIp(address)),
      hostedZone: once((id) => network.hostedZone(id)),
    },
    images: {
      image: once((id) => images.image(id)),
      officialImage: (search) => images.officialImage(search),
      keyPair: once((name) => images.keyPair(name)),
      launchTemplate: (id, version) => images.launchTemplate(id, version),
    },
    volumes: {
      volume: once((id) => volumes.volume(id)),
      snapshot: once((id) => volumes.snapshot(id)),
      kmsKey: once((id) => volumes.kmsKey(id)),
    },
    fileSystems: rememberFileSystems(aws.fileSystems),
    objects: {
      bucket: once((name) => objects.bucket(name)),
      bucketVersioning: once((name) => objects.bucketVersioning(name)),
      bucketRegion: once((name) => objects.bucketRegion(name)),
      object: (bucket, key) => objects.object(bucket, key),
      url: once((url) => objects.url(url)),
    },
    access: rememberAccess(aws.access),
  };
}

function rememberFileSystems(fileSystems: FileSystemQuestions): FileSystemQuestions {
  return {
    efs: once((id) => fileSystems.efs(id)),
    fsxFileSystem: once((id) => fileSystems.fsxFileSystem(id)),
    fsxVolume: once((id) => fileSystems.fsxVolume(id)),
    fileCache: once((id) => fileSystems.fileCache(id)),
    fsxBackup: once((id) => fileSystems.fsxBackup(id)),
  };
}

function rememberAccess(access: AccessQuestions): AccessQuestions {
  return {
    role: once((name) => access.role(name)),
    instanceProfile: once((name) => access.instanceProfile(name)),
    policy: once((arn) => access.policy(arn)),
    secret: once((arn) => access.secret(arn)),
    secretText: once((arn) => access.secretText(arn)),
    parameter: once((name) => access.parameter(name)),
  };
}

function rememberInstances(
  instances: InstanceQuestions,
  added: ReadonlyMap<string, InstanceFacts>,
): InstanceQuestions {
  return {
    instanceType: once(async (name) => {
      const facts = added.get(name);
      return facts === undefined ? instances.instanceType(name) : found(facts);
    }),
    offeredTypes: onceOnly(async () => {
      const answer = await instances.offeredTypes();
      return answer.kind === "found" ? found(new Set([...answer.value, ...added.keys()])) : answer;
    }),
    zonesOffering: once((name) => instances.zonesOffering(name)),
    dryRun: (launch) => instances.dryRun(launch),
    placementGroup: once((name) => instances.placementGroup(name)),
    batchTypes: onceOnly(() => instances.batchTypes()),
  };
}

function once<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = ask(key);
    answers.set(key, answer);
    return answer;
  };
}

function onceOnly<T>(ask: () => Promise<T>): () => Promise<T> {
  const asked = once(ask);
  return () => asked("");
}
