import { z } from "zod";
import { textLike, wholeNumber } from "./fields.ts";

const SCRIPTS = "https://raw.githubusercontent.com/aws-samples/aws-parallelcluster-post-install-scripts";

/*
 * The guide takes these scripts from the branch `main`, which may change under a running cluster. Pinned are the
 * newest commits whose text was read; the hash is of that text, for the check before a deployment.
 */
export const PINNED_SCRIPTS = {
  docker: {
    url: `${SCRIPTS}/6159b8922a63a79a2d5c067f2a1484b696c8c164/docker/postinstall.sh`,
    sha256: "232634a411c6881f773bbafebecb30deb3ed88b356f541acfc2c5b59cba57ef1",
  },
  nccl: {
    url: `${SCRIPTS}/220dc02f40252859aea9d1f926d03eabc82b4635/nccl/postinstall.sh`,
    sha256: "274c128a1e9f4b3f61570888f8adbabe140fc763ea5a2b81f0cd74049e620819",
  },
  pyxisHead: {
    url: `${SCRIPTS}/5f87e2af8e3bce3c5dc2e699336b3cd36e3aaa1f/enable-pyxis/head-node/postscript.sh`,
    sha256: "45f508c238d585646a4ed701d399a395136e6561564c6ae82ecba1061bebbf29",
  },
  pyxisCompute: {
    url: `${SCRIPTS}/5f87e2af8e3bce3c5dc2e699336b3cd36e3aaa1f/enable-pyxis/compute-node/postscript.sh`,
    sha256: "834d51653e90ba7e8a528e7dd5edbe35e6ec9ff3b455678ee3550f75aaa53ea1",
  },
} as const;

const scriptUrl = textLike(/^(https|s3):\/\/[^\s<>"]+$/, "an https:// or s3:// address of a script").refine(
  (url) => !/^https:\/\/github\.com\/[^/]+\/[^/]+\/blob\//.test(url),
  {
    error: "the raw file: a github.com/…/blob/… address answers a web page",
  },
);
const nodes = z.enum(["head", "compute", "all"]);

const extraScript = z.strictObject({
  name: textLike(
    /^[a-zA-Z0-9][a-zA-Z0-9 _.-]{0,63}$/,
    "at most 64 letters, digits, spaces, dots or hyphens",
  ).describe("What the script is called in plans and failures."),
  url: scriptUrl.describe("Where nodes fetch the script. Name a commit or a version, not a branch."),
  sha256: textLike(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits")
    .optional()
    .describe("Hash of the script; compared before a deployment."),
  args: z.array(z.string().max(1024)).max(64).default([]).describe("Arguments of the script."),
  nodes: nodes.default("all").describe("Nodes that run it."),
  when: z
    .enum(["start", "configured"])
    .default("configured")
    .describe("`start`: before the node is set up; `configured`: after it."),
  estimatedMinutes: wholeNumber(0, 60)
    .default(1)
    .describe("How long it runs, for the time that a plan tells."),
});

export const softwareSchema = z
  .strictObject({
    docker: z
      .strictObject({
        install: z.boolean().default(true).describe("Install Docker?"),
        nodes: nodes.default("all").describe("Nodes that get it."),
      })
      .prefault({})
      .describe("Docker, by a pinned script of AWS."),
    nccl: z
      .strictObject({
        install: z.boolean().default(true).describe("Build and install NCCL?"),
        nodes: nodes
          .default("compute")
          .describe("Nodes that build it. A small head node runs out of memory while it compiles."),
        version: textLike(/^v\d+\.\d+\.\d+-\d+$/, "a tag of NCCL, like v2.26.6-1")
          .default("v2.26.6-1")
          .describe("Release of NCCL."),
        awsOfiNcclVersion: textLike(/^v\d+\.\d+\.\d+(-aws)?$/, "a tag of AWS OFI NCCL, like v1.14.2")
          .default("v1.14.2")
          .describe("Release of the AWS OFI NCCL plug-in, which carries NCCL over EFA."),
      })
      .prefault({})
      .describe("NCCL, its tests and the AWS OFI plug-in, by a pinned script of AWS."),
    pyxis: z
      .strictObject({
        enable: z
          .boolean()
          .default(true)
          .describe("Turn on Pyxis and Enroot, which the official images carry?"),
      })
      .prefault({})
      .describe("Containers in Slurm jobs (`srun --container-image`)."),
    scripts: z
      .array(extraScript)
      .max(20)
      .default([])
      .describe("Further scripts, run in this order after the ones above."),
  })
  .describe("What is installed on the nodes when they start.");

export type ExtraScript = z.infer<typeof extraScript>;
