import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import type { OpenHeadNode } from "./openHeadNode.ts";
import { findSandbox } from "./sandboxProcess.ts";

const SSH_PORT = 22;

/** Where a host of the sandbox is reached on this machine. */
interface Door {
  readonly address: string;
  readonly port: number;
}

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
export async function sshTarget(
  { head, keyFiles, names, project, onSandbox }: OpenHeadNode,
  context: CommandContext,
): Promise<SshTarget> {
  const { instance, loginUser } = head;
  const keyFile = keyFiles.pathOf(names.keyPair);
  const knownHosts = join(dirname(keyFile), "trainyard", `${project.region}-${names.cluster}.known_hosts`);
  await mkdir(dirname(knownHosts), { recursive: true, mode: 0o700 });
  const identity = (await keyFiles.exists(names.keyPair))
    ? [["IdentityFile", literal(keyFile)] as const, ["IdentitiesOnly", "yes"] as const]
    : [];
  const address = addressOf({ head });
  const door = onSandbox ? await requireDoor(instance.id, context) : { address, port: SSH_PORT };
  return {
    destination: destinationOf({ head }),
    user: loginUser,
    address,
    options: [
      ["HostName", door.address],
      ["Port", String(door.port)],
      ...identity,
      ["HostKeyAlias", instance.id],
      ["UserKnownHostsFile", literal(knownHosts)],
      // The first connection trusts whom it meets, as the guide's does; a key that changes is refused.
      ["StrictHostKeyChecking", "accept-new"],
    ],
  };
}

/** `ubuntu@203.0.113.7` */
export function destinationOf({ head }: Pick<OpenHeadNode, "head">): string {
  return `${head.loginUser}@${addressOf({ head })}`;
}

function addressOf({ head: { instance } }: Pick<OpenHeadNode, "head">): string {
  return instance.publicIpAddress ?? instance.privateIpAddress ?? "";
}

/**
 * The port of this machine on which the sandbox forwards ssh to a head node, where it is not ssh's own: another server
 * has that one, or it takes a right. Undefined on AWS, and when all is as the printed command says.
 */
export async function otherPortOf(
  { head, onSandbox }: Pick<OpenHeadNode, "head" | "onSandbox">,
  context: CommandContext,
): Promise<number | undefined> {
  const door = onSandbox ? await findDoor(head.instance.id, context) : undefined;
  return door === undefined || door.port === SSH_PORT ? undefined : door.port;
}

async function requireDoor(instanceId: string, context: CommandContext): Promise<Door> {
  const door = await findDoor(instanceId, context);
  if (door !== undefined) return door;
  throw new TrainyardError("NODE_NOT_REACHABLE", `${instanceId} cannot be reached by ssh on this sandbox`, {
    hint: "Hosts that run nothing have no ssh: start the sandbox with --hosts namespaces; `trainyard sandbox doctor` says whether this machine can.",
    details: { instanceId },
  });
}

async function findDoor(instanceId: string, context: CommandContext): Promise<Door | undefined> {
  const sandbox = await findSandbox(context);
  if (sandbox === undefined) return undefined;
  const answer = await fetch(`${sandbox.endpoint}/_trainyard/door/${instanceId}`);
  if (!answer.ok) return undefined;
  const { address, ports } = entriesOf(await answer.json());
  const port = entriesOf(ports)[String(SSH_PORT)];
  return typeof address === "string" && typeof port === "number" ? { address, port } : undefined;
}

/** ssh reads `%h` and the like in names of files. */
function literal(path: string): string {
  return path.replaceAll("%", "%%");
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
