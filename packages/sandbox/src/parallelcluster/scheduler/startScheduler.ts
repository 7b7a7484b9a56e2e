import { join } from "node:path";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { isJsonObject, type JsonObject } from "../../kernel/json.ts";
import { readClusterConfig } from "../cluster/boot/readClusterConfig.ts";
import { findCluster, type ClusterRecord, type ClusterSettings } from "../cluster/ClusterRecord.ts";
import { getText } from "../provider/clusterObjects.ts";
import { clusterScripts } from "../slurm/clusterScripts.ts";
import type { PowerRequest } from "../slurm/powerRequest.ts";
import { readSlurmPlan } from "../slurm/readSlurmPlan.ts";
import { slurmFiles } from "../slurm/slurmFiles.ts";
import { clusterDirectory, writeClusterFiles } from "./clusterDirectory.ts";
import { createFileExport } from "./exportFiles.ts";
import { runOnHost, runScript } from "./hostPrograms.ts";
import { findLink, putLink } from "./links.ts";
import { LogTail } from "./LogTail.ts";
import { replaceNodes, unhealthyNodes } from "./replaceNodes.ts";
import { resumeNodes } from "./resumeNodes.ts";
import { SlurmLink } from "./SlurmLink.ts";
import { suspendNodes } from "./suspendNodes.ts";
import { wallTimer } from "./wallTimer.ts";
import { workOnHosts } from "./workOnHosts.ts";

const DEFAULT_BOOTSTRAP_SECONDS = 2100;

/** Writes Slurm's files and starts slurmctld on the head node; `then` learns why it did not come up. */
export function startScheduler(
  context: RegionContext,
  cluster: ClusterRecord,
  then: (context: RegionContext, cluster: ClusterRecord, fault: string | undefined) => void,
): void {
  writeSchedulerFiles(context, cluster);
  const { instanceId } = cluster.headNode;
  const openStorages = Object.values(cluster.settings?.mountDirectories ?? {}).filter(
    (directory) => directory !== "/home",
  );
  workOnHosts(
    context,
    cluster,
    () => runScript(context, instanceId, ["start_head_node", instanceId, ...openStorages]),
    (later, found, outcome) => {
      if (outcome.kind === "done") openLink(later, found);
      then(later, found, outcome.kind === "done" ? undefined : outcome.reason);
    },
  );
}

/** Takes over a changed configuration: slurmctld reads which nodes there are only when it starts. */
export function restartScheduler(context: RegionContext, cluster: ClusterRecord): void {
  const link = findLink(context, cluster);
  if (link === undefined) return;
  writeSchedulerFiles(context, cluster);
  workOnHosts(
    context,
    cluster,
    () => link.run("/opt/parallelcluster/scripts/slurm/restart_slurmctld"),
    () => undefined,
  );
}

function writeSchedulerFiles(context: RegionContext, cluster: ClusterRecord): void {
  const { settings, headNode } = cluster;
  if (settings === undefined) return;
  const configuration = readClusterConfig(context, settings);
  const plan = readSlurmPlan({
    configuration,
    instanceTypes: readInstanceTypes(context, settings),
    headNode: { hostName: headNode.hostName, privateIp: headNode.privateIp },
    computeBootstrapTimeoutSeconds: settings.computeBootstrapSeconds ?? DEFAULT_BOOTSTRAP_SECONDS,
  });
  const wallSecondsOf = (modelledSeconds: number) => context.clock.wallMsOf(modelledSeconds * 1000) / 1000;
  writeClusterFiles(clusterDirectory(context, headNode.instanceId), {
    configuration: slurmFiles(plan, wallSecondsOf),
    scripts: clusterScripts(),
  });
}

function readInstanceTypes(context: RegionContext, settings: ClusterSettings): JsonObject {
  const { configBucket, instanceTypesKey, instanceTypesVersion } = settings;
  if (instanceTypesKey === undefined || instanceTypesVersion === undefined) return {};
  const text = getText(context, {
    bucket: configBucket,
    key: instanceTypesKey,
    versionId: instanceTypesVersion,
  });
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

/** `context` stays good for as long as the kernel: it holds no state. */
function openLink(context: RegionContext, cluster: ClusterRecord): void {
  const { instanceId } = cluster.headNode;
  const current = () => findCluster(context, instanceId);
  const directory = clusterDirectory(context, instanceId);
  const logs = new LogTail(context, directory, current);
  const exportFiles = createFileExport(context, current);
  const link = new SlurmLink({
    requestDirectory: join(directory, "requests"),
    timer: wallTimer,
    runOnHead: (argv) => runOnHost(context, instanceId, argv),
    isAlive: () => current()?.headNodeRuns === true && context.hosts.describe(instanceId) === "running",
    onRequest: (request) => answerRequest(context, instanceId, request),
    onStates: (states) => {
      const found = current();
      const names = found === undefined ? [] : unhealthyNodes(found, states);
      if (names.length > 0) context.apply((later) => withCluster(later, instanceId, replaceNodes, names));
    },
    onTick() {
      logs.read();
      exportFiles();
    },
  });
  putLink(context, cluster, link);
  link.open();
}

function answerRequest(context: RegionContext, headNodeId: string, request: PowerRequest): void {
  const answer = request.kind === "resume" ? resumeNodes : suspendNodes;
  context.apply((later) => withCluster(later, headNodeId, answer, request));
}

function withCluster<Subject>(
  context: RegionContext,
  headNodeId: string,
  act: (context: RegionContext, cluster: ClusterRecord, subject: Subject) => void,
  subject: Subject,
): void {
  const cluster = findCluster(context, headNodeId);
  if (cluster !== undefined) act(context, cluster, subject);
}
