import { headNodeOf, type HeadNode, type RemoteNode } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { openProject, type OpenProject } from "./openProject.ts";

/** A project whose cluster has a running head node. */
export interface OpenHeadNode extends OpenProject {
  readonly head: HeadNode;
  readonly node: RemoteNode;
}

const LONGEST_POLL_INTERVAL_MS = 1_000;

/** @throws {TrainyardError} `NOT_DEPLOYED`, `NODE_NOT_REACHABLE` */
export async function openHeadNode(file: string | undefined, context: CommandContext): Promise<OpenHeadNode> {
  const project = await openProject(file, context);
  const head = await headNodeOf(project.names.cluster, project.gateways, context.signal);
  const node = {
    remote: project.gateways.remote,
    clock: project.clock,
    pollIntervalMs: Math.min(project.pollIntervalMs, LONGEST_POLL_INTERVAL_MS),
    instanceId: head.instance.id,
    signal: context.signal,
  };
  return { ...project, head, node };
}
