import { expect, test } from "vitest";
import type { JsonObject } from "../../packages/sandbox/src/kernel/json.ts";
import { putObject, startRealCluster, whyNoSlurm, type QueuesOf } from "./realCluster.ts";

const skip = (await whyNoSlurm()) !== undefined;

test.skipIf(skip)("scripts in the bucket run on nodes with their arguments before they join", async () => {
  const cluster = await startRealCluster(
    withScript('#!/bin/sh\necho "$cfn_node_type $1" > /etc/from-script\n'),
  );
  expect(await cluster.run("srun", "cat", "/etc/from-script")).toBe("ComputeFleet with space");
  expect(cluster.logMessages("cloud-init-output")).toContain(
    "Not run, outside of the sandbox: OnNodeStart script https://example.com/setup.sh",
  );
  expect(cluster.defects).toEqual([]);
});

test.skipIf(skip)("nodes whose script fails are replaced until the queue is disabled", async () => {
  const creation = startRealCluster(withScript("#!/bin/sh\necho broken; exit 3\n", 10));
  await expect(creation).rejects.toThrow("the cluster is in the state CREATE_FAILED");
});

test.skipIf(skip)("a script that hangs is given up", async () => {
  const cluster = await startRealCluster(withScript(HANGS_ONCE));
  expect(cluster.logMessages("bootstrap_error_msg").join("\n")).toMatch(
    /^Failed to execute OnNodeConfigured script .*setup\.sh: no end after 30 s\.$/,
  );
  expect(await cluster.run("srun", "hostname")).toBe("cpu-st-r-1");
  expect(cluster.defects).toEqual([]);
});

/** Only the first node to run it waits for ever. */
const HANGS_ONCE = `#!/bin/sh
if mkdir /fsx/was-here 2>/dev/null; then sleep 100000; fi
`;

function withScript(text: string, nodeCount = 1): QueuesOf {
  return (subnetId, context) => {
    const script = putObject(context, "scripts/setup.sh", text);
    const resource: JsonObject = {
      Name: "r",
      InstanceType: "c5.large",
      MinCount: nodeCount,
      MaxCount: nodeCount,
    };
    return [
      {
        Name: "cpu",
        Networking: { SubnetIds: [subnetId] },
        ComputeResources: [resource],
        CustomActions: {
          OnNodeStart: { Script: "https://example.com/setup.sh" },
          OnNodeConfigured: { Script: script, Args: ["with space"] },
        },
      },
    ];
  };
}
