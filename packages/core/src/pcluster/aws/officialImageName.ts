import type { OfficialImageSearch } from "./ClusterConfigAws.ts";

/** How official images name the operating systems. */
const OS_NAMES: Readonly<Record<string, string>> = {
  alinux2: "amzn2-hvm",
  alinux2023: "amzn2023-hvm",
  ubuntu2004: "ubuntu-2004-lts-hvm",
  ubuntu2204: "ubuntu-2204-lts-hvm",
  ubuntu2404: "ubuntu-2404-lts-hvm",
  rhel8: "rhel8-hvm",
  rocky8: "rocky8-hvm",
  rhel9: "rhel9-hvm",
  rocky9: "rocky9-hvm",
};

/** Start of the names of the images that a search is for. */
export function officialImageName(search: OfficialImageSearch): string {
  const { namePrefix, version, os, architecture } = search;
  return `${namePrefix}aws-parallelcluster-${version}-${OS_NAMES[os] ?? ""}-${architecture}`;
}
