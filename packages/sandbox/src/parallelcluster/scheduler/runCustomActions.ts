import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { writeLog, type LogHost } from "../cluster/clusterLogs.ts";
import type { ClusterRecord } from "../cluster/ClusterRecord.ts";
import type { ActionEvent, CustomAction } from "../cluster/nodes/readInventory.ts";
import type { ProgramResult } from "../../hosts/HostDriver.ts";
import { HostError } from "../../hosts/HostError.ts";
import { getText } from "../provider/clusterObjects.ts";
import { clusterDirectory } from "./clusterDirectory.ts";
import { workOnHosts } from "./workOnHosts.ts";

export interface ActionRun {
  readonly host: LogHost;
  readonly nodeType: "HeadNode" | "ComputeFleet";
  readonly event: ActionEvent;
  readonly actions: readonly CustomAction[];
}

/** A script that hangs is given up after the bootstrap's time limit, and never sooner than this. */
const LEAST_LIMIT_MS = 30_000;
const BOOTSTRAP_LIMIT_MS = 2_100_000;

/**
 * Runs an event's scripts from S3 on a host, one after the other, as root; `then` learns of the first that failed.
 * Scripts of other addresses lie outside of the sandbox: the host's log names them.
 */
export function runCustomActions(
  context: RegionContext,
  cluster: ClusterRecord,
  run: ActionRun,
  then: (context: RegionContext, cluster: ClusterRecord, fault: string | undefined) => void,
): void {
  const outside = run.actions.filter(({ script }) => bucketObjectOf(script) === undefined);
  const words = outside.map(({ script }) => `Not run, outside of the sandbox: ${run.event} script ${script}`);
  writeLog(context, cluster, { host: run.host, log: "cloud-init-output" }, words);
  const scripts = fetchScripts(context, cluster, run);
  if (scripts.length === 0) return then(context, cluster, undefined);
  workOnHosts(
    context,
    cluster,
    () => runInOrder(context, run, scripts),
    (later, found, outcome) => {
      const { fault, output } =
        outcome.kind === "done" ? outcome.value : { fault: outcome.reason, output: [outcome.reason] };
      writeLog(later, found, { host: run.host, log: "cloud-init-output" }, output);
      then(later, found, fault);
    },
  );
}

interface FetchedScript {
  /** On the host. */
  readonly path: string;
  readonly args: readonly string[];
  /** ` 2 s3://bucket/key`, for messages. */
  readonly label: string;
}

function fetchScripts(
  context: RegionContext,
  cluster: ClusterRecord,
  run: ActionRun,
): readonly FetchedScript[] {
  const { instanceId } = run.host;
  const directory = clusterDirectory(context, cluster.headNode.instanceId);
  const place = join("actions", instanceId);
  return run.actions.flatMap(({ script, args }, index) => {
    const object = bucketObjectOf(script);
    if (object === undefined) return [];
    mkdirSync(join(directory, place), { recursive: true, mode: 0o755 });
    const name = `${run.event}-${index + 1}`;
    writeFileSync(join(directory, place, name), getText(context, object), { mode: 0o700 });
    const position = run.actions.length === 1 ? "" : ` ${index + 1}`;
    return [{ path: join("/opt/parallelcluster", place, name), args, label: `${position} ${script}` }];
  });
}

function bucketObjectOf(script: string): { readonly bucket: string; readonly key: string } | undefined {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(script) ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

async function runInOrder(
  context: RegionContext,
  run: ActionRun,
  scripts: readonly FetchedScript[],
): Promise<{ readonly fault: string | undefined; readonly output: readonly string[] }> {
  const output: string[] = [];
  const timeoutMs = Math.max(context.clock.wallMsOf(BOOTSTRAP_LIMIT_MS), LEAST_LIMIT_MS);
  for (const { path, args, label } of scripts) {
    const result = await runScript(context, run, { argv: [path, ...args], timeoutMs });
    if (result !== "no-end")
      output.push(...`${result.stdout}\n${result.stderr}`.split("\n").filter((line) => line !== ""));
    if (result !== "no-end" && result.exitCode === 0) continue;
    const how =
      result === "no-end" ? `: no end after ${timeoutMs / 1000} s` : `, return code: ${result.exitCode}`;
    const fault = `Failed to execute ${run.event} script${label}${how}.`;
    return { fault, output: [...output, fault] };
  }
  return { fault: undefined, output };
}

async function runScript(
  context: RegionContext,
  run: ActionRun,
  command: { readonly argv: readonly string[]; readonly timeoutMs: number },
): Promise<ProgramResult | "no-end"> {
  try {
    return await context.hosts.execute(run.host.instanceId, {
      ...command,
      environment: { cfn_node_type: run.nodeType, cfn_region: context.region },
    });
  } catch (error) {
    if (error instanceof HostError && error.code === "HOST_TIMEOUT") return "no-end";
    throw error;
  }
}
