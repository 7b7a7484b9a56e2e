import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { OfficialSession } from "./createOfficialSession.ts";
import { DATA_BUCKET } from "./prepareAccount.ts";
import { listOf, textOf } from "./readAnswer.ts";

/** The commands that read the logs of the cluster ml-cluster and export them. */
export function testClusterLogs(session: () => OfficialSession): void {
  const streams = rememberStreams(session);
  testStreams(streams);
  testEvents(session, streams);
  testExports(session, streams);
  testExportRefusals(session);
}

function testStreams(streamNames: StreamNames): void {
  test("list-cluster-log-streams names the logs of the head node, and those of a node by its name", async () => {
    const names = await streamNames();
    const headNode = await streamNames("Name=node-type,Values=HeadNode");
    expect(headNode.map(kindOf)).toEqual(
      expect.arrayContaining(["cfn-init", "chef-client", "clustermgtd", "slurmctld"]),
    );
    const ofNode = names.find((name) => !headNode.includes(name));
    const [node = "none"] = ofNode?.split(".") ?? [];
    const filtered = await streamNames(`Name=private-dns-name,Values=${node}`);
    expect(filtered).toEqual(names.filter((name) => name.startsWith(node)));
    expect(filtered.map(kindOf)).toEqual(expect.arrayContaining(["cloud-init-output", "slurmd"]));
  });
}

function testEvents(session: () => OfficialSession, streamNames: StreamNames): void {
  test("get-cluster-log-events reads a log forwards in pages, and an absent one is not found", async () => {
    const { answer } = session();
    const stream = await headNodeStream(streamNames, "cfn-init");
    const read = `get-cluster-log-events -n ml-cluster --log-stream-name ${stream}`;
    const page = "GetClusterLogEventsResponseContent";
    const all = listOf((await answer(page, read))["events"]);
    expect(JSON.stringify(all)).toContain("OnNodeConfigured");
    const first = await answer(page, `${read} --start-from-head true --limit 2`);
    const next = `--start-from-head true --limit 2 --next-token ${textOf(first["nextToken"])}`;
    const second = await answer(page, `${read} ${next}`);
    expect([...listOf(first["events"]), ...listOf(second["events"])]).toEqual(all.slice(0, 4));
    expect(
      await answer(
        "NotFoundExceptionResponseContent",
        "get-cluster-log-events -n ml-cluster --log-stream-name nothing",
      ),
    ).toEqual({ message: "The specified log stream nothing does not exist." });
  });
}

function testExports(session: () => OfficialSession, streamNames: StreamNames): void {
  test("export-cluster-logs writes an archive with every log line and the stack's events", async () => {
    const { answer, pcluster } = session();
    const exported = await pcluster.json("export-cluster-logs -n ml-cluster --output-file logs.tar.gz");
    expect(exported).toEqual({ path: join(pcluster.directory, "logs.tar.gz") });
    const archive = openArchive(session(), readFileSync(join(pcluster.directory, "logs.tar.gz")));
    expect(archive.streams).toEqual((await streamNames()).toSorted(undefined));
    const stream = await headNodeStream(streamNames, "cfn-init");
    const read = `get-cluster-log-events -n ml-cluster --log-stream-name ${stream} --start-from-head true`;
    const { events } = await answer("GetClusterLogEventsResponseContent", read);
    const lines = listOf(events).map(({ timestamp, message }) => `${textOf(timestamp)} ${textOf(message)}`);
    expect(archive.read(`cloudwatch-logs/${stream}`)).toBe(`${lines.join("\n")}\n`);
    const [stackEvents] = JSON.parse(archive.read("ml-cluster-cfn-events"));
    expect(stackEvents[0]).toMatchObject({ StackName: "ml-cluster", ResourceStatus: "CREATE_COMPLETE" });
    expect(exportedKeys(session(), "ml-cluster-logs-")).toEqual([]);
  });

  test("with a prefix and a filter export-cluster-logs keeps the head node's logs in the bucket, behind an address", async () => {
    const { pcluster } = session();
    const filter = "Name=node-type,Values=HeadNode";
    const options = `--bucket-prefix exported --keep-s3-objects true --filters ${filter}`;
    const { url } = await pcluster.json(`export-cluster-logs -n ml-cluster ${options}`);
    const archive = await (await fetch(textOf(url))).arrayBuffer();
    const { streams } = openArchive(session(), Buffer.from(archive));
    expect((await streamNames(filter)).toSorted(undefined)).toEqual(streams);
    const kept = exportedKeys(session(), "exported/").map((key) => key.split("/").at(-2) ?? "");
    expect(kept).toEqual(expect.arrayContaining([...streams]));
  });
}

function testExportRefusals(session: () => OfficialSession): void {
  test.each([
    {
      when: "a bucket that does not exist",
      bucket: "nobodys-bucket-anywhere",
      words: "The specified bucket does not exist",
    },
    {
      when: "a bucket that CloudWatch Logs may not write to",
      bucket: DATA_BUCKET,
      words: `CloudWatch Logs needs GetBucketAcl and PutObject permission for the s3 bucket ${DATA_BUCKET}.`,
    },
  ])("export-cluster-logs refuses $when", async ({ bucket, words }) => {
    const { code, stderr } = await session().pcluster.run(
      `export-cluster-logs -n ml-cluster --bucket ${bucket} --output-file refused.tar.gz`,
    );
    expect([code, stderr]).toEqual([1, expect.stringContaining(words)]);
  });
}

/** Names of streams, of all or by a filter: listing takes a second, and they stay while these tests run. */
type StreamNames = (filter?: string) => Promise<string[]>;

function rememberStreams(session: () => OfficialSession): StreamNames {
  const known = new Map<string, Promise<string[]>>();
  return (filter = "") => {
    const names = known.get(filter) ?? listStreams(session(), filter);
    known.set(filter, names);
    return names;
  };
}

async function listStreams({ answer }: OfficialSession, filter: string): Promise<string[]> {
  const command = "list-cluster-log-streams -n ml-cluster";
  const filtered = filter === "" ? command : `${command} --filters ${filter}`;
  const names: string[] = [];
  let token = "";
  do {
    const page = await answer("ListClusterLogStreamsResponseContent", `${filtered}${token}`);
    names.push(...listOf(page["logStreams"]).map(({ logStreamName }) => textOf(logStreamName)));
    token = page["nextToken"] === undefined ? "" : ` --next-token ${textOf(page["nextToken"])}`;
  } while (token !== "");
  return names;
}

async function headNodeStream(streamNames: StreamNames, kind: string): Promise<string> {
  const names = await streamNames("Name=node-type,Values=HeadNode");
  const found = names.find((name) => kindOf(name) === kind);
  if (found === undefined) throw new Error(`the head node has no log ${kind}`);
  return found;
}

/** `slurmctld` of `ip-10-0-0-1.i-0123.slurmctld`. */
function kindOf(streamName: string): string {
  return streamName.split(".").at(-1) ?? "";
}

interface LogArchive {
  /** Sorted. */
  readonly streams: readonly string[];
  read(file: string): string;
}

/** Unpacks an archive of logs beside the configuration. */
function openArchive({ pcluster }: OfficialSession, content: Buffer): LogArchive {
  const directory = join(pcluster.directory, `unpacked-${content.length}`);
  mkdirSync(directory);
  writeFileSync(join(directory, "archive.tar.gz"), content);
  const { status, stderr } = spawnSync("tar", ["-xzf", "archive.tar.gz"], {
    cwd: directory,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the archive cannot be unpacked: ${stderr}`);
  const root = readdirSync(directory).find((name) => name.startsWith("ml-cluster-logs-"));
  if (root === undefined) throw new Error(`the archive holds ${readdirSync(directory).join(", ")}`);
  return {
    streams: readdirSync(join(directory, root, "cloudwatch-logs")).toSorted(undefined),
    read: (file) => readFileSync(join(directory, root, file), "utf8"),
  };
}

/** Keys in the cluster's own bucket. */
function exportedKeys({ account }: OfficialSession, prefix: string): string[] {
  const { Buckets = [] } = account.context.call("s3", "ListBuckets", {});
  const bucket = Buckets.find(({ Name }) => Name?.startsWith("parallelcluster-") === true)?.Name;
  const { Contents = [] } = account.context.call("s3", "ListObjectsV2", { Bucket: bucket, Prefix: prefix });
  return Contents.flatMap(({ Key }) => Key ?? []);
}
