import type {
  CustomAction,
  CustomActions,
  NodeIam,
  RootVolume,
  SecurityGroupChoice,
  Tag,
} from "./ClusterConfiguration.ts";
import type { SectionReader } from "./SectionReader.ts";

export function readSecurityGroups(networking: SectionReader): SecurityGroupChoice {
  const choice = {
    own: networking.texts("SecurityGroups"),
    additional: networking.texts("AdditionalSecurityGroups"),
  };
  if (choice.own.length > 0 && choice.additional.length > 0)
    networking.problem("SecurityGroups and AdditionalSecurityGroups can not be configured together");
  return choice;
}

/** @param deleteOnTerminationKey - only the head node may keep its root volume. */
export function readRootVolume(storage: SectionReader, deleteOnTerminationKey: boolean): RootVolume {
  const section = storage.section("RootVolume");
  const volumeType = section.text("VolumeType") ?? "gp3";
  const volume: RootVolume = {
    volumeType,
    sizeGiB: section.wholeNumber("Size"),
    iops: section.wholeNumber("Iops") ?? defaultIops(volumeType),
    throughputMBps: section.wholeNumber("Throughput") ?? (volumeType === "gp3" ? 125 : undefined),
    encrypted: section.flag("Encrypted") ?? true,
    deleteOnTermination: (deleteOnTerminationKey ? section.flag("DeleteOnTermination") : undefined) ?? true,
  };
  section.finish();
  return volume;
}

export function defaultIops(volumeType: string): number | undefined {
  if (volumeType === "gp3") return 3000;
  return volumeType === "io1" || volumeType === "io2" ? 100 : undefined;
}

export function readEphemeralMountDirectory(storage: SectionReader): string {
  const section = storage.section("EphemeralVolume");
  const directory = section.text("MountDir") ?? "/scratch";
  section.finish();
  return directory;
}

/** @param updatedKey - only the head node has a script for updates. */
export function readCustomActions(section: SectionReader, updatedKey: boolean): CustomActions {
  const actions: CustomActions = {
    onNodeStart: readActionSequence(section, "OnNodeStart"),
    onNodeConfigured: readActionSequence(section, "OnNodeConfigured"),
    onNodeUpdated: updatedKey ? readActionSequence(section, "OnNodeUpdated") : [],
  };
  section.finish();
  return actions;
}

export function readNodeIam(section: SectionReader): NodeIam {
  const iam: NodeIam = {
    instanceRoleArn: section.text("InstanceRole"),
    instanceProfileArn: section.text("InstanceProfile"),
    additionalPolicyArns: section.sections("AdditionalIamPolicies").map((policy) => {
      const arn = policy.requiredText("Policy");
      policy.finish();
      return arn;
    }),
    s3Access: section.sections("S3Access").map((access) => {
      const entry = {
        bucketName: access.requiredText("BucketName"),
        keyName: access.text("KeyName"),
        writeAccess: access.flag("EnableWriteAccess") ?? false,
      };
      access.finish();
      return entry;
    }),
  };
  section.finish();
  return iam;
}

export function readTags(section: SectionReader): readonly Tag[] {
  return section.sections("Tags").map((tag) => {
    const entry = { key: tag.requiredText("Key"), value: tag.requiredText("Value") };
    tag.finish();
    return entry;
  });
}

/** Image section of a head node or a queue. */
export function readCustomAmi(section: SectionReader): string | undefined {
  const image = section.section("Image");
  const customAmi = image.text("CustomAmi");
  image.finish();
  return customAmi;
}

function readActionSequence(section: SectionReader, key: string): readonly CustomAction[] {
  const single = section.optionalSection(key);
  if (single === undefined) return [];
  if (!single.has("Sequence")) return [readAction(single)];
  const actions = single.sections("Sequence").map(readAction);
  if (single.has("Script")) single.problem("Both Script and Sequence are specified");
  single.finish();
  return actions;
}

function readAction(section: SectionReader): CustomAction {
  const action = { script: section.requiredText("Script"), args: section.texts("Args") };
  section.finish();
  return action;
}
