import { join } from "node:path";
import { readFileSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { InputOf } from "../../../kernel/serviceModels.ts";
import { s3 } from "../../s3/s3.ts";
import { TASK_PENDING_MS } from "../durations.ts";
import {
  BUCKET,
  keysIn,
  linked,
  type LinkedFileSystem,
  putText,
  writeBelow,
} from "../testing/linkedFileSystem.ts";

type Create = InputOf<"fsx", "CreateDataRepositoryTask">;

const NO_REPORT = { Enabled: false };

function start({ context, fileSystemId }: LinkedFileSystem, input: Partial<Create>): string {
  const { DataRepositoryTask } = context.call("fsx", "CreateDataRepositoryTask", {
    FileSystemId: fileSystemId,
    Type: "EXPORT_TO_REPOSITORY",
    Report: NO_REPORT,
    ...input,
  });
  return DataRepositoryTask?.TaskId ?? "";
}

function taskOf({ context }: LinkedFileSystem, id: string) {
  return context.call("fsx", "DescribeDataRepositoryTasks", { TaskIds: [id] }).DataRepositoryTasks?.[0];
}

function codeOf(call: () => unknown): string {
  try {
    call();
    return "none";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.code;
  }
}

test("an export task goes from pending over executing to succeeded and counts what it exported", () => {
  const made = linked(s3, {}, { exportEvents: [] });
  writeBelow(made.root, "data/a", "a");
  writeBelow(made.root, "data/b", "b");
  const id = start(made, {});
  expect(taskOf(made, id)).toMatchObject({ Lifecycle: "PENDING", Type: "EXPORT_TO_REPOSITORY" });
  made.kernel.clock.advance(TASK_PENDING_MS);
  expect(taskOf(made, id)?.Lifecycle).toBe("EXECUTING");
  made.kernel.clock.runUntilIdle();
  expect(taskOf(made, id)).toMatchObject({
    Lifecycle: "SUCCEEDED",
    Status: { TotalCount: 2, SucceededCount: 2, FailedCount: 0 },
  });
  expect(keysIn(made.context)).toEqual(["a", "b"]);
  const again = start(made, {});
  made.kernel.clock.runUntilIdle();
  expect(taskOf(made, again)?.Status?.TotalCount).toBe(0);
});

test.each([["data/runs"], ["/data/runs/"], ["/data/runs/1"]])(
  "a task of the path %s exports that only",
  (path) => {
    const made = linked(s3, {}, { exportEvents: [] });
    writeBelow(made.root, "data/runs/1", "1");
    writeBelow(made.root, "data/other", "2");
    start(made, { Paths: [path] });
    made.kernel.clock.runUntilIdle();
    expect(keysIn(made.context).filter((key) => !key.endsWith("/"))).toEqual(["runs/1"]);
  },
);

test("files that were there before the link are exported by a task", () => {
  const made = linked(s3);
  writeBelow(made.root, "data/late", "x");
  start(made, {});
  made.kernel.clock.runUntilIdle();
  expect(keysIn(made.context)).toEqual(["late"]);
});

test.each([[`s3://${BUCKET}/in`], ["/data/in"]])("an import task of %s brings in what is there", (path) => {
  const made = linked(s3, {}, { importEvents: [] });
  putText(made.context, "in/a", "a");
  putText(made.context, "out/b", "b");
  const id = start(made, { Type: "IMPORT_METADATA_FROM_REPOSITORY", Paths: [path] });
  made.kernel.clock.runUntilIdle();
  expect(readFileSync(join(made.root, "data/in/a"), "utf8")).toBe("a");
  expect(taskOf(made, id)?.Status?.TotalCount).toBe(1);
});

test("a task with failures fails and reports them to the bucket", () => {
  const made = linked(s3, {}, { importEvents: [] });
  putText(made.context, "good", "a");
  putText(made.context, "../bad", "b");
  const id = start(made, {
    Type: "IMPORT_METADATA_FROM_REPOSITORY",
    Report: {
      Enabled: true,
      Path: `s3://${BUCKET}/reports`,
      Format: "REPORT_CSV_20191124",
      Scope: "FAILED_FILES_ONLY",
    },
  });
  made.kernel.clock.runUntilIdle();
  expect(taskOf(made, id)).toMatchObject({
    Lifecycle: "FAILED",
    Status: { TotalCount: 2, SucceededCount: 1, FailedCount: 1 },
    FailureDetails: { Message: "The task failed to process 1 of 2 files." },
  });
  const { Body } = made.context.call("s3", "GetObject", {
    Bucket: BUCKET,
    Key: `reports/${id}/failures.csv`,
  });
  if (Body === undefined || Body instanceof Uint8Array) throw new Error("a part of a file was expected");
  expect(readFileSync(Body.filePath, "utf8")).toBe(
    'FilePath,FileStatus,ErrorCode\n"../bad","FAILED","the key is not POSIX compliant: it has an empty part, or the part . or .."\n',
  );
});

test("releasing counts exported files and keeps their data", () => {
  const made = linked(s3, { a: "a" });
  writeBelow(made.root, "data/b", "b");
  symlinkSync("b", join(made.root, "data/c"));
  made.context.call("fsx", "DescribeDataRepositoryAssociations", {});
  const id = start(made, { Type: "RELEASE_DATA_FROM_FILESYSTEM" });
  made.kernel.clock.runUntilIdle();
  expect(taskOf(made, id)?.Status?.SucceededCount).toBe(2);
  expect(readFileSync(join(made.root, "data/a"), "utf8")).toBe("a");
});

test("a second task is refused while one is under way; a canceled one ends and cannot be canceled again", () => {
  const made = linked(s3);
  const id = start(made, {});
  expect(codeOf(() => start(made, {}))).toBe("DataRepositoryTaskExecuting");
  expect(made.context.call("fsx", "CancelDataRepositoryTask", { TaskId: id }).Lifecycle).toBe("CANCELING");
  made.kernel.clock.runUntilIdle();
  expect(taskOf(made, id)?.Lifecycle).toBe("CANCELED");
  expect(codeOf(() => made.context.call("fsx", "CancelDataRepositoryTask", { TaskId: id }))).toBe(
    "DataRepositoryTaskEnded",
  );
});

test.each<{ why: string; input: Partial<Create>; code: string }>([
  { why: "a path outside of every link", input: { Paths: ["/elsewhere"] }, code: "BadRequest" },
  { why: "a path that climbs", input: { Paths: ["/data/../x"] }, code: "BadRequest" },
  { why: "a report without a path", input: { Report: { Enabled: true } }, code: "BadRequest" },
  {
    why: "a report in another bucket",
    input: {
      Report: {
        Enabled: true,
        Path: "s3://other/x",
        Format: "REPORT_CSV_20191124",
        Scope: "FAILED_FILES_ONLY",
      },
    },
    code: "BadRequest",
  },
  { why: "an unknown file system", input: { FileSystemId: "fs-0" }, code: "FileSystemNotFound" },
])("a task with $why is refused", ({ input, code }) => {
  expect(codeOf(() => start(linked(s3), input))).toBe(code);
});
