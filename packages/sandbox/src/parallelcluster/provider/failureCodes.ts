/** How the official CLI reads the reason of a failed wait condition. The first text that the reason contains counts. */
const FAILURES: readonly (readonly [string, string])[] = [
  ["This AMI was created with", "AmiVersionMismatch"],
  ["This AMI was not baked by ParallelCluster", "InvalidAmi"],
  ["Failed to execute OnNodeConfigured script", "OnNodeConfiguredExecutionFailure"],
  ["Failed to download OnNodeConfigured script", "OnNodeConfiguredDownloadFailure"],
  ["Failed to run OnNodeConfigured script", "OnNodeConfiguredFailure"],
  ["Failed to execute OnNodeStart script", "OnNodeStartExecutionFailure"],
  ["Failed to download OnNodeStart script", "OnNodeStartDownloadFailure"],
  ["Failed to run OnNodeStart script", "OnNodeStartFailure"],
  ["Failed to mount EBS volume", "EbsMountFailure"],
  ["Failed to mount EFS", "EfsMountFailure"],
  ["Failed to mount FSX", "FsxMountFailure"],
  ["Failed to mount RAID array", "RaidMountFailure"],
  [
    "Cluster has been set to PROTECTED mode due to failures detected in static node provisioning",
    "StaticNodeBootstrapFailure",
  ],
  ["Failed to run chef recipe", "HeadNodeBootstrapFailure"],
  ["Failed to bootstrap the head node", "HeadNodeBootstrapFailure"],
  ["WaitCondition timed out", "HeadNodeBootstrapFailure"],
  ["Resource creation cancelled", "ResourceCreationFailure"],
];

/** @param reasons - of the stack's failed wait conditions, newest first. */
export function failureCode(reasons: readonly string[]): string {
  const known = FAILURES.find(([text]) => reasons.some((reason) => reason.includes(text)));
  return known?.[1] ?? "ClusterCreationFailure";
}
