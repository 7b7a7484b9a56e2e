import { rmSync, statSync, writeFileSync } from "node:fs";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { badRequest } from "../errors.ts";
import { workFile } from "../fileSystemDirectory.ts";
import type { AssociationRecord, TaskRecord } from "../FsxState.ts";
import type { TaskResult } from "./runTask.ts";

type Report = TaskRecord["report"];

/** @throws {AwsError} BadRequest for a report that is enabled but not described, or outside of every repository. */
export function checkReport(report: Report, links: readonly AssociationRecord[]): void {
  if (report.Enabled !== true) return;
  const { Path, Format, Scope } = report;
  if (Path === undefined || Format === undefined || Scope === undefined)
    throw badRequest("Path, Format, and Scope are required when Report is enabled.");
  if (Format !== "REPORT_CSV_20191124" || Scope !== "FAILED_FILES_ONLY")
    throw badRequest("The report must have the format REPORT_CSV_20191124 and the scope FAILED_FILES_ONLY.");
  const place = placeOf(Path);
  const isLinked = links.some(
    ({ bucket, prefix }) => place?.bucket === bucket && `${place.prefix}/`.startsWith(prefix),
  );
  if (!isLinked) throw badRequest(`The report path ${Path} is not within a linked data repository.`);
}

/** Writes `<path>/task-<id>/failures.csv`; answers why it could not. */
export function writeReport(
  task: TaskRecord,
  { failed }: TaskResult,
  context: RegionContext,
): string | undefined {
  const place = task.report.Enabled === true ? placeOf(task.report.Path ?? "") : undefined;
  if (place === undefined) return undefined;
  const lines = failed.map(({ path, reason }) => [path, "FAILED", reason].map(quoted).join(","));
  const filePath = workFile(context, `report-${task.id}`);
  writeFileSync(filePath, ["FilePath,FileStatus,ErrorCode", ...lines, ""].join("\n"));
  const folder = place.prefix === "" ? "" : `${place.prefix}/`;
  try {
    context.call("s3", "PutObject", {
      Bucket: place.bucket,
      Key: `${folder}${task.id}/failures.csv`,
      Body: { filePath, sizeBytes: statSync(filePath).size },
      ContentType: "text/csv",
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.message;
  } finally {
    rmSync(filePath, { force: true });
  }
}

function placeOf(path: string): { bucket: string; prefix: string } | undefined {
  const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)(?:\/(.*?))?\/*$/s.exec(path) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix };
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
