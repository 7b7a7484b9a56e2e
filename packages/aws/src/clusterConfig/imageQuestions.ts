import {
  DescribeImagesCommand,
  DescribeKeyPairsCommand,
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
  type Image,
} from "@aws-sdk/client-ec2";
import {
  found,
  officialImageName,
  refused,
  type AwsAnswer,
  type ClusterConfigAws,
  type OfficialImageSearch,
} from "@trainyard/core/cluster-config";
import { abortOptions } from "../abortOptions.ts";
import { tagsOf } from "../tags.ts";
import { answered, asked } from "./asked.ts";
import { first } from "./first.ts";

export function createImageQuestions(
  ec2: EC2Client,
  signal: AbortSignal | undefined,
): ClusterConfigAws["images"] {
  const options = abortOptions(signal);
  return {
    image: (id) =>
      asked("DescribeImages", async () => {
        const answer = await ec2.send(new DescribeImagesCommand({ ImageIds: [id] }), options);
        return factsOf(first(answer.Images, `the image ${id}`));
      }),
    officialImage: (search) => answered("DescribeImages", () => newestImage(ec2, search, signal)),
    keyPair: (name) =>
      asked("DescribeKeyPairs", async () => {
        const answer = await ec2.send(new DescribeKeyPairsCommand({ KeyNames: [name] }), options);
        return { keyType: first(answer.KeyPairs, `the key pair ${name}`).KeyType ?? "rsa" };
      }),
    launchTemplate: (id, version) =>
      asked("DescribeLaunchTemplateVersions", async () => {
        const command = new DescribeLaunchTemplateVersionsCommand({
          LaunchTemplateId: id,
          Versions: [String(version)],
        });
        const answer = await ec2.send(command, options);
        const { LaunchTemplateData } = first(answer.LaunchTemplateVersions, `version ${version} of ${id}`);
        return { properties: namesOfSet(LaunchTemplateData ?? {}) };
      }),
  };
}

async function newestImage(
  ec2: EC2Client,
  search: OfficialImageSearch,
  signal: AbortSignal | undefined,
): Promise<AwsAnswer<string>> {
  const answer = await ec2.send(
    new DescribeImagesCommand({
      Owners: [search.owner],
      Filters: [
        { Name: "name", Values: [`${officialImageName(search)}*`] },
        ...(search.onlyAvailable ? [{ Name: "state", Values: ["available"] }] : []),
        ...search.tags.map(({ key, value }) => ({ Name: `tag:${key}`, Values: [value] })),
      ],
    }),
    abortOptions(signal),
  );
  const [newest] = [...(answer.Images ?? [])].sort((a, b) =>
    (b.CreationDate ?? "").localeCompare(a.CreationDate ?? ""),
  );
  return newest?.ImageId === undefined
    ? refused("", "Cannot find official ParallelCluster AMI")
    : found(newest.ImageId);
}

function factsOf(image: Image) {
  const devices = image.BlockDeviceMappings ?? [];
  const root = devices.find(({ DeviceName }) => DeviceName === image.RootDeviceName) ?? devices[0];
  return {
    id: image.ImageId ?? "",
    architecture: image.Architecture ?? "",
    description: image.Description,
    rootDeviceName: image.RootDeviceName ?? "",
    volumeSizeGiB: root?.Ebs?.VolumeSize ?? 0,
    tags: new Map(Object.entries(tagsOf(image.Tags))),
  };
}

/** EC2 answers some lists that a template does not have as empty ones. */
function namesOfSet(data: object): readonly string[] {
  return Object.entries(data)
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
    .map(([name]) => name);
}
