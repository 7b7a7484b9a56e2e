import { readRemote, TrainyardError } from "@trainyard/core";
import type { OpenHeadNode } from "./openHeadNode.ts";

const SLURM_NAME = /^[a-z][a-z0-9-]*-(?:st|dy)-[a-z0-9-]+-\d+$/;
const ADDRESS_SCRIPT = `PATH=/opt/slurm/bin:$PATH
scontrol show node -o "$1" | sed -n 's/.*NodeAddr=\\([^ ]*\\).*/\\1/p'`;

/**
 * The instance of a node under any of its names: EC2's id, its private address, its host name, Slurm's name.
 * @throws {TrainyardError} `NODE_NOT_REACHABLE`
 */
export async function findNode(wanted: string, opened: OpenHeadNode, signal: AbortSignal): Promise<string> {
  const instances = await opened.gateways.clusters.instances(opened.names.cluster, signal);
  const idOf = (name: string): string | undefined =>
    instances.find(({ id, privateIpAddress: address = "" }) =>
      [id, address, `ip-${address.replaceAll(".", "-")}`].includes(name),
    )?.id;
  const found = idOf(wanted) ?? (SLURM_NAME.test(wanted) ? idOf(await slurmAddress()) : undefined);
  if (found !== undefined) return found;
  throw new TrainyardError("NODE_NOT_REACHABLE", `the cluster has no node ${wanted}`, {
    hint: "`trainyard status --nodes` lists them; a node of Slurm that sleeps has no instance.",
    details: { node: wanted },
  });

  async function slurmAddress(): Promise<string> {
    const script = {
      script: ADDRESS_SCRIPT,
      args: [wanted],
      comment: "trainyard connect: the node's address",
    };
    return (await readRemote(opened.node, script)).trim();
  }
}
