import { describe, expect, test } from "vitest";
import { EXAMPLE_CONFIG, exampleWith } from "../testing/exampleConfig.ts";
import type { ParallelClusterVersion } from "../versions.ts";
import { loadClusterConfig } from "./loadClusterConfig.ts";

function problemsOf(text: string, version: ParallelClusterVersion = "3.13.1") {
  const loaded = loadClusterConfig(text, version);
  return loaded.kind === "refused" ? loaded.problems : [];
}

function placesOf(text: string, version?: ParallelClusterVersion): readonly string[] {
  return problemsOf(text, version).map(({ path, position }) => `${path} ${position.line}:${position.column}`);
}

const WRONG = [
  {
    when: "a required key is missing",
    text: exampleWith("  Os: alinux2023\n", "  CustomAmi: ami-0123456789abcdef0\n"),
    places: ["Image/Os 2:1"],
  },
  {
    when: "a key is not known",
    text: exampleWith("MaxCount: 4", "MaxCont: 4"),
    places: ["Scheduling/SlurmQueues[0]/ComputeResources[0]/MaxCont 26:11"],
  },
  {
    when: "a value is not allowed",
    text: exampleWith("CapacityType: ONDEMAND", "CapacityType: on-demand"),
    places: ["Scheduling/SlurmQueues[0]/CapacityType 16:21"],
  },
  {
    when: "a value does not fit its pattern",
    text: exampleWith("- subnet-0123456789abcdef1", "- subnet-1"),
    places: ["Scheduling/SlurmQueues[0]/Networking/SubnetIds[0] 19:13"],
  },
  {
    when: "a number is too low",
    text: exampleWith("MinCount: 0", "MinCount: -1"),
    places: ["Scheduling/SlurmQueues[0]/ComputeResources[0]/MinCount 25:21"],
  },
  {
    when: "a section is a text",
    text: exampleWith("  Ssh:\n    KeyName: ml-key\n", "  Ssh: ml-key\n"),
    places: ["HeadNode/Ssh 8:8"],
  },
  {
    when: "a key is empty",
    text: exampleWith("KeyName: ml-key", "KeyName:"),
    places: ["HeadNode/Ssh/KeyName 9:5"],
  },
  {
    when: "two keys exclude each other",
    text: exampleWith(
      "        PlacementGroup:",
      "        SecurityGroups: [sg-12345678]\n        AdditionalSecurityGroups: [sg-12345678]\n        PlacementGroup:",
    ),
    places: ["Scheduling/SlurmQueues[0]/Networking 17:7"],
  },
  {
    when: "the settings belong to another kind of storage",
    text: exampleWith("StorageType: FsxLustre", "StorageType: Efs"),
    places: ["SharedStorage[0] 28:5"],
  },
];

describe("loadClusterConfig", () => {
  test("accepts the example in both versions, with defaults filled in", () => {
    for (const version of ["3.13.1", "3.16.1"] as const) {
      const loaded = loadClusterConfig(EXAMPLE_CONFIG, version);
      expect(loaded).toMatchObject({
        kind: "loaded",
        config: {
          HeadNode: { SharedStorageType: "Ebs", Imds: { Secured: true } },
          Scheduling: { SlurmSettings: { ScaledownIdletime: 10 } },
        },
      });
    }
  });

  test.each(WRONG)("names the place when $when", ({ text, places }) => {
    expect(placesOf(text)).toEqual(places);
  });

  test("reports all problems at once, in the order of the text", () => {
    const text = exampleWith("Os: alinux2023", "Os: windows").replace("MaxCount: 4", "MaxCont: 4");
    expect(placesOf(text)).toEqual([
      "Image/Os 3:7",
      "Scheduling/SlurmQueues[0]/ComputeResources[0]/MaxCont 26:11",
    ]);
  });

  test("says what is allowed and names the nearest key", () => {
    const [os] = problemsOf(exampleWith("Os: alinux2023", "Os: alinux2032"));
    expect(`${os?.message} ${os?.hint}`).toContain("alinux2023");
    const [key] = problemsOf(exampleWith("MaxCount: 4", "MaxCont: 4"));
    expect(key?.hint).toContain("MaxCount");
  });

  test("knows what a version dropped and what it added", () => {
    const old = exampleWith("Os: alinux2023", "Os: alinux2");
    expect(placesOf(old, "3.13.1")).toEqual([]);
    expect(placesOf(old, "3.16.1")).toEqual(["Image/Os 3:7"]);
    const efs = exampleWith(
      "HeadNode:\n",
      "HeadNode:\n  SharedStorageType: Efs\n  SharedStorageEfsSettings:\n    Encrypted: true\n",
    );
    expect(placesOf(efs, "3.13.1")).toEqual(["HeadNode/SharedStorageEfsSettings 6:3"]);
    expect(placesOf(efs, "3.16.1")).toEqual([]);
  });

  test("takes numbers and booleans in the words of the official command", () => {
    const text = exampleWith("MaxCount: 4", "MaxCount: '4'").replace("Enabled: true", "Enabled: 'Yes'");
    expect(placesOf(text)).toEqual([]);
  });

  test("is a message where the official command crashes", () => {
    const loaded = loadClusterConfig(
      exampleWith(
        "      ComputeResources:\n        - Name: nodes\n          InstanceType: c5.4xlarge\n          MinCount: 0\n          MaxCount: 4\n",
        "",
      ),
      "3.13.1",
    );
    expect(loaded).toMatchObject({
      kind: "refused",
      phase: "failure",
      problems: [{ path: "Scheduling/SlurmQueues[0]" }],
    });
  });
});
