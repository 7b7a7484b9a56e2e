import {
  found,
  officialImageName,
  refused,
  type ClusterConfigAws,
  type OfficialImageSearch,
} from "@trainyard/core";

import type { FakeAccount } from "./fakeAccount.ts";

export function createFakeImages(account: FakeAccount): ClusterConfigAws["images"] {
  return {
    image: async (id) => {
      const image = account.images.find((one) => one.id === id);
      if (image === undefined)
        return refused("InvalidAMIID.NotFound", `The image id '[${id}]' does not exist`);
      return found({
        id,
        architecture: image.architecture,
        description: image.description ?? undefined,
        rootDeviceName: image.rootDevice,
        volumeSizeGiB: image.volumeSizeGiB,
        tags: new Map(Object.entries(image.tags)),
      });
    },
    officialImage: async (search) => {
      const newest = account.images
        .filter((image) => isSearched(image, search))
        .sort((a, b) => b.creationDate.localeCompare(a.creationDate))[0];
      return newest === undefined
        ? refused("", "Cannot find official ParallelCluster AMI")
        : found(newest.id);
    },
    keyPair: async (name) => {
      const pair = account.keyPairs.find((one) => one.name === name);
      return pair === undefined
        ? refused("InvalidKeyPair.NotFound", `The key pair '${name}' does not exist`)
        : found({ keyType: pair.type });
    },
    launchTemplate: async (id, version) => {
      const versions = account.launchTemplates.filter((one) => one.id === id);
      const template = versions.find((one) => one.version === version);
      if (template !== undefined) return found({ properties: template.properties });
      if (versions.length > 0)
        return refused("InvalidLaunchTemplateId.VersionNotFound", "Could not find launch template version");
      return refused(
        "InvalidLaunchTemplateId.NotFound",
        `The specified launch template, with template ID ${id}, does not exist.`,
      );
    },
  };
}

function isSearched(image: FakeAccount["images"][number], search: OfficialImageSearch): boolean {
  return (
    image.owner === search.owner &&
    image.name.startsWith(officialImageName(search)) &&
    (!search.onlyAvailable || image.state === "available") &&
    search.tags.every((tag) => image.tags[tag.key] === tag.value)
  );
}
