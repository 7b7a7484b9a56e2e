import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import type { OpenHeadNode } from "./openHeadNode.ts";
import { findSandbox } from "./sandboxProcess.ts";

const SSH_PORT = 22;

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
    ? [["IdentityFile", keyFile] as const, ["IdentitiesOnly", "yes"] as const]
    : [];
  const door = onSandbox ? await doorOf(instance.id, context) : [];
  return {
    destination: destinationOf({ head }),
    user: loginUser,
    address: addressOf({ head }),
    options: [
      ...door,
      ...identity,
      ["HostKeyAlias", instance.id],
      ["UserKnownHostsFile", knownHosts],
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

/** A host of the sandbox has its public address in a range that leads nowhere: it is reached by a door on this machine. */
async function doorOf(
  instanceId: string,
  context: CommandContext,
): Promise<readonly (readonly [string, string])[]> {
  const sandbox = await findSandbox(context);
  if (sandbox === undefined) return [];
  const answer = await fetch(`${sandbox.endpoint}/_trainyard/door/${instanceId}`);
  if (!answer.ok)
    throw new TrainyardError("NODE_NOT_REACHABLE", `${instanceId} cannot be reached by ssh on this sandbox`, {
      hint: "Hosts that run nothing have no ssh: start the sandbox with --hosts namespaces; `trainyard sandbox doctor` says whether this machine can.",
      details: { instanceId },
    });
  const door: unknown = await answer.json();
  const { address, ports } = entriesOf(door);
  return [
    ["HostName", String(address)],
    ["Port", JSON.stringify(entriesOf(ports)["22"] ?? SSH_PORT)],
  ];
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
