import { describe, expect, test } from "vitest";
import { EXAMPLE_CONFIG, exampleWith } from "../testing/exampleConfig.ts";
import { officialChangeSet } from "./checkChanges.ts";
import { diffClusterConfigs } from "./diffClusterConfigs.ts";
import type { FleetState } from "./FleetState.ts";

const RUNNING: FleetState = { computeRunning: true, loginRunning: false };
const STOPPED: FleetState = { computeRunning: false, loginRunning: false };
const WITHOUT_STRATEGY = exampleWith("QueueUpdateStrategy: DRAIN", "ScaledownIdletime: 10");
const NEW_QUEUE = `    - Name: more
      Networking:
        SubnetIds: [subnet-0123456789abcdef1]
      ComputeResources:
        - Name: nodes
          InstanceType: c5.xlarge
SharedStorage:`;

function effectsOf(before: string, after: string, fleet: FleetState): readonly string[] {
  const diff = diffClusterConfigs(before, after, { fleet });
  if (diff.kind === "unreadable") return [`unreadable ${diff.side}`];
  return diff.changes.map(({ parameter, check, effect }) => `${parameter} ${check} ${effect}`);
}

const CHANGES = [
  {
    when: "nothing changes",
    before: EXAMPLE_CONFIG,
    after: `# a comment\n${EXAMPLE_CONFIG}`,
    fleet: RUNNING,
    effects: [],
  },
  {
    when: "a queue grows",
    before: EXAMPLE_CONFIG,
    after: exampleWith("MaxCount: 4", "MaxCount: 8"),
    fleet: RUNNING,
    effects: ["Scheduling.SlurmQueues[compute].ComputeResources[nodes].MaxCount SUCCEEDED allowed"],
  },
  {
    when: "a queue shrinks while nodes run",
    before: EXAMPLE_CONFIG,
    after: exampleWith("MaxCount: 4", "MaxCount: 2"),
    fleet: RUNNING,
    effects: [
      "Scheduling.SlurmQueues[compute].ComputeResources[nodes].MaxCount ACTION NEEDED needs-fleet-stop",
    ],
  },
  {
    when: "a queue shrinks while nothing runs",
    before: EXAMPLE_CONFIG,
    after: exampleWith("MaxCount: 4", "MaxCount: 2"),
    fleet: STOPPED,
    effects: ["Scheduling.SlurmQueues[compute].ComputeResources[nodes].MaxCount SUCCEEDED allowed"],
  },
  {
    when: "nodes get another type under DRAIN",
    before: EXAMPLE_CONFIG,
    after: exampleWith("InstanceType: c5.4xlarge", "InstanceType: c5.9xlarge"),
    fleet: RUNNING,
    effects: [
      "Scheduling.SlurmQueues[compute].ComputeResources[nodes].InstanceType ACTION NEEDED needs-fleet-stop",
    ],
  },
  {
    when: "the capacity type changes under DRAIN",
    before: EXAMPLE_CONFIG,
    after: exampleWith("CapacityType: ONDEMAND", "CapacityType: SPOT"),
    fleet: RUNNING,
    effects: ["Scheduling.SlurmQueues[compute].CapacityType SUCCEEDED replaces-nodes"],
  },
  {
    when: "the capacity type changes without a strategy",
    before: WITHOUT_STRATEGY,
    after: WITHOUT_STRATEGY.replace("ONDEMAND", "SPOT"),
    fleet: RUNNING,
    effects: ["Scheduling.SlurmQueues[compute].CapacityType ACTION NEEDED needs-fleet-stop"],
  },
  {
    when: "a queue is added while nodes run",
    before: EXAMPLE_CONFIG,
    after: exampleWith("SharedStorage:", NEW_QUEUE),
    fleet: RUNNING,
    effects: ["Scheduling.SlurmQueues SUCCEEDED allowed"],
  },
  {
    when: "the head node gets another type",
    before: EXAMPLE_CONFIG,
    after: exampleWith("InstanceType: m5.8xlarge", "InstanceType: m5.4xlarge"),
    fleet: STOPPED,
    effects: ["HeadNode.InstanceType FAILED refused"],
  },
  {
    when: "a file system moves while nodes run",
    before: EXAMPLE_CONFIG,
    after: exampleWith("MountDir: /scratch", "MountDir: /work"),
    fleet: RUNNING,
    effects: ["SharedStorage[scratch].MountDir ACTION NEEDED needs-fleet-stop"],
  },
  {
    when: "the new text is no YAML",
    before: EXAMPLE_CONFIG,
    after: "Image: [",
    fleet: STOPPED,
    effects: ["unreadable new"],
  },
];

describe("diffClusterConfigs", () => {
  test.each(CHANGES)("tells what happens when $when", ({ before, after, fleet, effects }) => {
    expect(effectsOf(before, after, fleet)).toEqual(effects);
  });

  test("says why a change must wait and what to do", () => {
    const diff = diffClusterConfigs(WITHOUT_STRATEGY, WITHOUT_STRATEGY.replace("ONDEMAND", "SPOT"), {
      fleet: RUNNING,
    });
    const [change] = diff.kind === "compared" ? diff.changes : [];
    expect(change?.reason).toContain("compute nodes must be stopped");
    expect(change?.action).toContain("DRAIN or TERMINATE");
  });

  test("writes values of the change set as the official command prints them", () => {
    const diff = diffClusterConfigs(
      EXAMPLE_CONFIG,
      exampleWith("          Enabled: true\n", "          Name: pg\n").replace(
        "- subnet-0123456789abcdef1",
        "- subnet-0123456789abcdef1\n          - subnet-0123456789abcdef2",
      ),
    );
    expect(diff.kind === "compared" && officialChangeSet(diff.changes)).toEqual([
      {
        parameter: "Scheduling.SlurmQueues[compute].Networking.SubnetIds",
        requestedValue: "['subnet-0123456789abcdef1', 'subnet-0123456789abcdef2']",
        currentValue: "['subnet-0123456789abcdef1']",
      },
      {
        parameter: "Scheduling.SlurmQueues[compute].Networking.PlacementGroup.Enabled",
        requestedValue: "-",
        currentValue: "True",
      },
      {
        parameter: "Scheduling.SlurmQueues[compute].Networking.PlacementGroup.Name",
        requestedValue: "pg",
        currentValue: "-",
      },
    ]);
  });
});
