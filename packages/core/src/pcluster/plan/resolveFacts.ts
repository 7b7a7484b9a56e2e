import type { AwsAnswer } from "../aws/AwsAnswer.ts";
import type {
  ClusterConfigAws,
  FsxFacts,
  ImageFacts,
  ReservationFacts,
  SubnetFacts,
} from "../aws/ClusterConfigAws.ts";
import type { InstanceFacts } from "../aws/InstanceFacts.ts";
import type { ClusterConfig } from "../schema/loadClusterConfig.ts";
import type { ParallelClusterVersion } from "../versions.ts";
import type { ConfigPath } from "../yaml/configValue.ts";
import type { VersionLimits } from "../rules/versionLimits.ts";
import type { ModelFacts } from "./ClusterModel.ts";
import type { SharedStorage } from "./configTypes.ts";
import { ModelFailure } from "./ModelFailure.ts";
import { neededImages, neededInstanceTypes, neededReservations, neededSubnets } from "./neededThings.ts";

export interface ResolveRequest {
  readonly config: ClusterConfig;
  readonly version: ParallelClusterVersion;
  readonly limits: VersionLimits;
  readonly aws: ClusterConfigAws;
}

/**
 * Asks the account for everything that must be known before the rules run.
 * @throws {ModelFailure} when one of them is not there, at the place that names it.
 */
export async function resolveFacts(request: ResolveRequest): Promise<ModelFacts> {
  const reservations = await resolveReservations(request);
  const typeOf = (id: string) => reservations.get(id)?.instanceType;
  const instances = await resolveInstances(request, typeOf);
  const [subnets, fileSystems] = await Promise.all([resolveSubnets(request), resolveFileSystems(request)]);
  const architecture = instances.get(request.config.HeadNode.InstanceType)?.architectures[0] ?? "x86_64";
  const { images, officialImageId } = await resolveImages(request, architecture);
  return {
    instance: (name) => instances.get(name),
    subnet: (id) => subnets.get(id),
    image: (id) => images.get(id),
    reservation: (id) => reservations.get(id),
    fileSystem: (storage) => fileSystems.get(storage),
    officialImageId,
  };
}

async function resolveReservations({
  config,
  limits,
  aws,
}: ResolveRequest): Promise<ReadonlyMap<string, ReservationFacts>> {
  const needed = neededReservations(config, limits.readsEveryReservation);
  const answers = await Promise.all([...needed.keys()].map((id) => aws.reservations.reservation(id)));
  return collect(
    needed,
    answers,
    (id, message) => `The capacity reservation ${id} cannot be read: ${message}`,
  );
}

async function resolveInstances(
  { config, aws }: ResolveRequest,
  typeOfReservation: (id: string) => string | undefined,
): Promise<ReadonlyMap<string, InstanceFacts>> {
  const needed = neededInstanceTypes(config, typeOfReservation);
  const answers = await Promise.all([...needed.keys()].map((name) => aws.instances.instanceType(name)));
  return collect(needed, answers, (name, message) => `The instance type '${name}' is not known: ${message}`);
}

/** Subnets of slurm queues must be there; others are only looked at by the rules. */
async function resolveSubnets({
  config,
  aws,
}: ResolveRequest): Promise<ReadonlyMap<string, AwsAnswer<SubnetFacts>>> {
  const needed = neededSubnets(config);
  const answers = await Promise.all([...needed.keys()].map((id) => aws.network.subnet(id)));
  const subnets = new Map<string, AwsAnswer<SubnetFacts>>();
  for (const [index, [id, need]] of [...needed].entries()) {
    const answer = answers[index];
    if (answer === undefined) continue;
    if (answer.kind === "refused" && need.mustExist)
      throw new ModelFailure(
        need.path,
        `The subnet ${id} cannot be read: ${answer.message}`,
        "Check the id and the region.",
      );
    subnets.set(id, answer);
  }
  return subnets;
}

async function resolveFileSystems({
  config,
  aws,
}: ResolveRequest): Promise<ReadonlyMap<SharedStorage, FsxFacts>> {
  const resolved = new Map<SharedStorage, FsxFacts>();
  for (const [index, storage] of (config.SharedStorage ?? []).entries()) {
    const facts = await fileSystemOf(storage, aws, ["SharedStorage", index]);
    if (facts === undefined) continue;
    resolved.set(storage, facts);
    for (const subnetId of facts.subnetIds) {
      const subnet = await aws.network.subnet(subnetId);
      if (subnet.kind === "refused")
        throw new ModelFailure(
          ["SharedStorage", index],
          `The subnet ${subnetId} of ${facts.id} cannot be read: ${subnet.message}`,
          "Check the region.",
        );
    }
  }
  return resolved;
}

async function fileSystemOf(
  storage: SharedStorage,
  aws: ClusterConfigAws,
  path: ConfigPath,
): Promise<FsxFacts | undefined> {
  const hint = "Check the id and the region.";
  const volumeId = storage.FsxOpenZfsSettings?.VolumeId ?? storage.FsxOntapSettings?.VolumeId;
  let fileSystemId = storage.FsxLustreSettings?.FileSystemId;
  if (volumeId !== undefined) {
    const volume = await aws.fileSystems.fsxVolume(volumeId);
    if (volume.kind === "refused")
      throw new ModelFailure(path, `The volume ${volumeId} cannot be read: ${volume.message}`, hint);
    fileSystemId = volume.value;
  }
  if (fileSystemId === undefined) return undefined;
  const answer = await aws.fileSystems.fsxFileSystem(fileSystemId);
  if (answer.kind === "refused")
    throw new ModelFailure(path, `The file system ${fileSystemId} cannot be read: ${answer.message}`, hint);
  return answer.value;
}

async function resolveImages(
  request: ResolveRequest,
  architecture: string,
): Promise<{
  readonly images: ReadonlyMap<string, ImageFacts>;
  readonly officialImageId: string | undefined;
}> {
  const { config, aws } = request;
  const needed = neededImages(config);
  const officialImageId = needed.official ? await findOfficialImage(request, architecture) : undefined;
  const paths = new Map<string, ConfigPath>(needed.custom);
  if (officialImageId !== undefined) paths.set(officialImageId, ["Image"]);
  const answers = await Promise.all([...paths.keys()].map((id) => aws.images.image(id)));
  const images = collect(paths, answers, (id, message) => `The image ${id} cannot be read: ${message}`);
  return { images, officialImageId };
}

async function findOfficialImage(
  { config, version, limits, aws }: ResolveRequest,
  architecture: string,
): Promise<string> {
  const filters = config.DevSettings?.AmiSearchFilters;
  const answer = await aws.images.officialImage({
    os: config.Image.Os,
    architecture,
    owner: filters?.Owner || "amazon",
    tags: (filters?.Tags ?? []).map((tag) => ({ key: tag.Key, value: tag.Value })),
    namePrefix: filters?.NamePrefix ?? "",
    onlyAvailable: limits.onlyAvailableImages,
    version,
  });
  if (answer.kind === "found") return answer.value;
  const message = `There is no official image of ParallelCluster ${version} for ${config.Image.Os} on ${architecture}: ${answer.message}`;
  throw new ModelFailure(["Image", "Os"], message, "Write the id of your own image in Image/CustomAmi.");
}

function collect<T>(
  needed: ReadonlyMap<string, ConfigPath>,
  answers: readonly AwsAnswer<T>[],
  describe: (key: string, message: string) => string,
): ReadonlyMap<string, T> {
  const values = new Map<string, T>();
  for (const [index, [key, path]] of [...needed].entries()) {
    const answer = answers[index];
    if (answer?.kind === "refused")
      throw new ModelFailure(path, describe(key, answer.message), "Check the spelling and the region.");
    if (answer !== undefined) values.set(key, answer.value);
  }
  return values;
}
