import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { Output } from "../render/Output.ts";
import { prepareJob, refuseImpossible, type SubmitFlags } from "./prepareJob.ts";

const NO_FLAGS: SubmitFlags = {
  nodes: undefined,
  "gpus-per-node": undefined,
  partition: undefined,
  name: undefined,
  option: [],
  "with-files": false,
};
const TRAIN = {
  name: "train",
  isDefault: true,
  isUp: true,
  nodeCount: 2,
  gpusPerNode: 8,
  cpusPerNode: 192,
  gpuCount: 16,
};

function prepare(
  script: string,
  asked: { flags?: Partial<SubmitFlags>; positionals?: string[]; rest?: string[] } = {},
) {
  const directory = mkdtempSync(join(tmpdir(), "trainyard-job-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, "a.sbatch"), script);
  const globals = {
    json: false,
    yes: false,
    sandbox: false,
    region: undefined,
    profile: undefined,
    endpointUrl: undefined,
    state: undefined,
    directory,
  };
  const nowhere = { write: () => true };
  return prepareJob(
    {
      flags: { ...NO_FLAGS, ...asked.flags },
      positionals: asked.positionals ?? ["a.sbatch"],
      rest: asked.rest ?? [],
    },
    {
      globals,
      output: new Output({ stdout: nowhere, stderr: nowhere }, { json: false, environment: {} }),
      environment: {},
      signal: new AbortController().signal,
      version: "0",
    },
  );
}

test("a script goes as it is, with its arguments and the options of the flags", async () => {
  const { submission } = await prepare("#!/bin/bash\nhostname\n", {
    flags: { nodes: 2, partition: "train", name: "x y", option: ["--time=10"] },
    positionals: ["a.sbatch", "one"],
    rest: ["--two"],
  });
  expect(submission).toEqual({
    kind: "script",
    scriptName: "a.sbatch",
    content: new TextEncoder().encode("#!/bin/bash\nhostname\n"),
    options: ["--nodes=2", "--partition=train", "--job-name=x y", "--time=10"],
    args: ["one", "--two"],
  });
});

test("a command becomes a job of one task on each node", async () => {
  const { submission, request } = await prepare("", {
    flags: { "gpus-per-node": 8 },
    positionals: [],
    rest: ["/usr/bin/nvidia-smi", "-L"],
  });
  expect(submission).toMatchObject({
    options: ["--nodes=1", "--gpus-per-node=8", "--job-name=nvidia-smi", "--ntasks-per-node=1"],
    args: ["/usr/bin/nvidia-smi", "-L"],
  });
  expect(request).toMatchObject({ nodeCount: 1, gpusPerNode: 8 });
});

test("with its files a script is an archive of its directory", async () => {
  const { submission } = await prepare("#!/bin/bash\n", { flags: { "with-files": true } });
  expect(submission.kind).toBe("archive");
  expect(gunzipSync(submission.content).toString("latin1")).toContain("a.sbatch");
});

test.each([
  { what: "neither script nor command", asked: { positionals: [] }, code: "USAGE" },
  { what: "a script that is not there", asked: { positionals: ["b.sbatch"] }, code: "FILE_NOT_FOUND" },
  { what: "an option without dashes", asked: { flags: { option: ["time=1"] } }, code: "USAGE" },
  {
    what: "files for a command",
    asked: { positionals: [], rest: ["ls"], flags: { "with-files": true } },
    code: "USAGE",
  },
])("$what is refused with $code", async ({ asked, code }) => {
  await expect(async () => prepare("#!/bin/bash\n", asked)).rejects.toMatchObject({ code });
});

test("what is no batch script is refused with its first line", async () => {
  await expect(prepare("echo hello\n")).rejects.toMatchObject({
    code: "JOB_REJECTED",
    details: { problems: [{ position: { line: 1, column: 1 } }] },
  });
});

test("what the cluster does not have is told with its place in the script", async () => {
  const job = await prepare("#!/bin/bash\n#SBATCH -N 3 --gres=gpu:9\n");
  expect(() => refuseImpossible(job, [TRAIN])).toThrow(
    expect.objectContaining({
      code: "JOB_REJECTED",
      details: expect.objectContaining({
        problems: [
          expect.objectContaining({
            position: { line: 2, column: 9 },
            message: expect.stringContaining("3 nodes"),
          }),
          expect.objectContaining({
            position: { line: 2, column: 14 },
            message: expect.stringContaining("9 GPUs"),
          }),
        ],
      }),
    }),
  );
});

test("what a flag asks for is told in the message", async () => {
  const job = await prepare("#!/bin/bash\n", { flags: { nodes: 3 } });
  expect(() => refuseImpossible(job, [TRAIN])).toThrow("the job asks for 3 nodes, the partition train has 2");
});
