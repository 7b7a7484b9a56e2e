import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { OpenHeadNode } from "./openHeadNode.ts";

/** How ssh reaches a head node. */
export interface SshTarget {
  /** `ubuntu@203.0.113.7` */
  readonly destination: string;
  readonly user: string;
  readonly address: string;
  /** Options as ssh's configuration names them, in order. */
  readonly options: readonly (readonly [name: string, value: string])[];
}

/** A head node that was made anew has new keys: they are remembered by instance, in a file of the cluster's own. */
export async function sshTarget({ head, keyFiles, names, project }: OpenHeadNode): Promise<SshTarget> {
  const { instance, loginUser } = head;
  const keyFile = keyFiles.pathOf(names.keyPair);
  const knownHosts = join(dirname(keyFile), "trainyard", `${project.region}-${names.cluster}.known_hosts`);
  await mkdir(dirname(knownHosts), { recursive: true, mode: 0o700 });
  const address = instance.publicIpAddress ?? instance.privateIpAddress ?? "";
  const identity = (await keyFiles.exists(names.keyPair))
    ? [["IdentityFile", keyFile] as const, ["IdentitiesOnly", "yes"] as const]
    : [];
  return {
    destination: `${loginUser}@${address}`,
    user: loginUser,
    address,
    options: [
      ...identity,
      ["HostKeyAlias", instance.id],
      ["UserKnownHostsFile", knownHosts],
      ["StrictHostKeyChecking", "accept-new"],
    ],
  };
}
