import { PINNED_SCRIPTS, type ExtraScript } from "../../project/software.ts";
import type { ResolvedProject, ResolvedQueue } from "../../project/ResolvedProject.ts";
import type { ConfigComment, ConfigMap, ConfigPart } from "./ConfigValue.ts";

/** A script that nodes run when they start. */
export interface NodeScript {
  readonly name: string;
  readonly url: string;
  /** Undefined when the project names none for its own script. */
  readonly sha256: string | undefined;
  readonly args: readonly string[];
  readonly when: "start" | "configured";
}

/** Scripts of the head node, in the order in which it runs them. */
export function headNodeScripts({ project: { software } }: ResolvedProject): readonly NodeScript[] {
  return [
    ...(software.docker.install && software.docker.nodes !== "compute" ? [docker()] : []),
    ...(software.nccl.install && software.nccl.nodes !== "compute" ? [nccl(software.nccl)] : []),
    ...(software.pyxis.enable ? [pyxis("head")] : []),
    ...software.scripts.filter(({ nodes }) => nodes !== "compute").map(extra),
  ];
}

/** Scripts of the nodes of a queue. NCCL is of no use to nodes without NVIDIA GPUs. */
export function queueScripts(
  { project: { software } }: ResolvedProject,
  queue: ResolvedQueue,
): readonly NodeScript[] {
  const gpus = queue.accelerator === "nvidia" || queue.accelerator === "unknown";
  return [
    ...(software.pyxis.enable ? [pyxis("compute")] : []),
    ...(software.docker.install && software.docker.nodes !== "head" ? [docker()] : []),
    ...(software.nccl.install && software.nccl.nodes !== "head" && gpus ? [nccl(software.nccl)] : []),
    ...software.scripts.filter(({ nodes }) => nodes !== "head").map(extra),
  ];
}

/** `CustomActions` of a node; undefined when it runs no script. */
export function customActions(scripts: readonly NodeScript[]): ConfigPart | undefined {
  if (scripts.length === 0) return undefined;
  const value: Record<string, ConfigMap> = {};
  const comments: ConfigComment[] = [];
  for (const [key, when] of [
    ["OnNodeStart", "start"],
    ["OnNodeConfigured", "configured"],
  ] as const) {
    const of = scripts.filter((script) => script.when === when);
    if (of.length === 0) continue;
    value[key] = {
      Sequence: of.map(({ url, args }) =>
        args.length === 0 ? { Script: url } : { Script: url, Args: args },
      ),
    };
    comments.push(...of.map(({ name }, index) => ({ path: [key, "Sequence", index, "Script"], text: name })));
  }
  return { value, comments };
}

function docker(): NodeScript {
  return { name: "Docker", ...PINNED_SCRIPTS.docker, args: [], when: "configured" };
}

function nccl({ version, awsOfiNcclVersion }: ResolvedProject["project"]["software"]["nccl"]): NodeScript {
  const name = `NCCL ${version}, AWS OFI NCCL ${awsOfiNcclVersion}`;
  return { name, ...PINNED_SCRIPTS.nccl, args: [version, awsOfiNcclVersion], when: "configured" };
}

function pyxis(node: "head" | "compute"): NodeScript {
  return node === "head"
    ? { name: "Pyxis and Enroot", ...PINNED_SCRIPTS.pyxisHead, args: [], when: "configured" }
    : { name: "Pyxis and Enroot", ...PINNED_SCRIPTS.pyxisCompute, args: [], when: "start" };
}

function extra({ name, url, sha256, args, when }: ExtraScript): NodeScript {
  return { name, url, sha256, args, when };
}
