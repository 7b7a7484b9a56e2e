import { z } from "zod";
import {
  DEFAULT_PARALLEL_CLUSTER_VERSION,
  PARALLEL_CLUSTER_VERSIONS,
} from "../versions/parallelClusterVersions.ts";
import { textLike } from "./fields.ts";

const OPERATING_SYSTEMS = [...new Set(PARALLEL_CLUSTER_VERSIONS.flatMap((row) => row.operatingSystems))];

export const parallelClusterSchema = z
  .strictObject({
    version: z
      .enum(PARALLEL_CLUSTER_VERSIONS.map(({ version }) => version))
      .default(DEFAULT_PARALLEL_CLUSTER_VERSION)
      .describe(
        "Release of AWS ParallelCluster that makes the cluster. A cluster keeps its version for life.",
      ),
    os: z
      .enum(OPERATING_SYSTEMS)
      .default("ubuntu2204")
      .describe("Operating system of all nodes; which ones exist depends on the version."),
    customAmi: textLike(/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/, "the id of an image, like ami-0123456789abcdef0")
      .optional()
      .describe("Image for all nodes in place of the official one. It must be made for the same version."),
  })
  .describe("Which ParallelCluster makes the cluster, and what its nodes run.");
