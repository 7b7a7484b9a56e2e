import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProgram, type Program } from "../support/createProgram.ts";

const PROJECT = "name: ml-cluster\nregion: us-west-2\ncapacity: { reservation: cr-0123456789abcdef0 }\n";
/** Lines 1 to 14; nothing in it needs an account to be judged. */
const CONFIG = `Region: us-west-2
Image:
  Os: ubuntu2204
HeadNode:
  InstanceType: m5.8xlarge
  Networking: { SubnetId: subnet-0123456789abcdef0 }
Scheduling:
  Scheduler: slurm
  SlurmQueues:
    - Name: compute
      Networking: { SubnetIds: [subnet-0123456789abcdef1] }
      ComputeResources:
        - { Name: nodes, InstanceType: c5.4xlarge, MinCount: 0, MaxCount: 4 }
Monitoring: { DetailedMonitoring: false }
`;

let program: Program;
/** What `template cluster-config` prints after `up`. */
let deployed: string;
let beforeUp: Awaited<ReturnType<Program["run"]>>;

beforeAll(async () => {
  program = createProgram();
  program.write("trainyard.yaml", PROJECT);
  await program.run(["sandbox", "start", "--detach", "--speed", "max"]);
  beforeUp = await program.run(["check", "--sandbox", "--json"]);
  await program.run(["up", "--sandbox", "--yes"]);
  deployed = (await program.run(["template", "cluster-config", "--sandbox"])).stdout;
  program.write("deployed.yaml", deployed);
  program.write("good.yaml", CONFIG);
  program.write(
    "bad.yaml",
    CONFIG.replace("ubuntu2204", "ubuntu1404").replace("MaxCount: 4", "MaxCount: many"),
  );
});

afterAll(async () => program.end());

async function findings(...args: readonly string[]) {
  const { code, events } = await program.run(["check", "--json", ...args]);
  const found = events[0]?.["findings"];
  return {
    code,
    event: events[0],
    rules: listOf(found).map(({ level, rule }) => `${String(level)} ${String(rule)}`),
  };
}

describe("check --offline", () => {
  test("a good configuration passes with exit code 0", async () => {
    const { code, stdout, stderr } = await program.run([
      "check",
      "--offline",
      "--cluster-config",
      "good.yaml",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^good\.yaml: /m);
  });

  test("a bad one fails with every problem at its place, and exit code 3", async () => {
    const { code, stdout } = await program.run(["check", "--offline", "--cluster-config", "bad.yaml"]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/bad\.yaml:3:7 .*ERROR.*ubuntu1404/);
    expect(stdout).toContain("   3 |   Os: ubuntu1404\n     |       ^^^^^^^^^^\n");
    expect(stdout).toMatch(/bad\.yaml:13:\d+ .*ERROR.*many/);
  });

  test("as SARIF 2.1.0, with a rule and a region for each result", async () => {
    const { code, stdout } = await program.run([
      "check",
      "--offline",
      "--cluster-config",
      "bad.yaml",
      "--sarif",
    ]);
    expect(code).toBe(3);
    const log = JSON.parse(stdout);
    expect(log).toMatchObject({ version: "2.1.0", runs: [{ tool: { driver: { name: "trainyard" } } }] });
    const [{ results, tool }] = log.runs;
    const ids = tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(results.length).toBeGreaterThan(1);
    for (const { ruleId, level, message, locations } of results) {
      expect(ids).toContain(ruleId);
      expect(level).toMatch(/^(error|warning|note)$/);
      expect(message.text).not.toBe("");
      const { artifactLocation, region } = locations[0].physicalLocation;
      expect(artifactLocation).toEqual({ uri: "bad.yaml" });
      expect(region.startLine).toBeGreaterThan(0);
      expect(region.endColumn).toBeGreaterThan(region.startColumn);
    }
  });

  test("a validator can be suppressed, and the failure level lowered", async () => {
    const args = ["--offline", "--cluster-config", "deployed.yaml"];
    const { rules } = await findings(...args);
    expect(rules).toContain("WARNING DetailedMonitoringValidator");
    expect(await findings(...args, "--failure-level", "WARNING")).toMatchObject({ code: 3 });
    const suppress = [
      "--suppress-validators",
      "type:DetailedMonitoringValidator",
      "type:EfaPlacementGroupValidator",
    ];
    expect(await findings(...args, ...suppress)).toMatchObject({ code: 0, rules: [] });
  });

  test.each([
    { args: ["--offline"], says: "--cluster-config" },
    { args: ["--sarif"], says: "template cluster-config" },
    { args: ["--cluster-config", "good.yaml", "--file", "trainyard.yaml"], says: "Give one of them" },
    {
      args: ["--offline", "--cluster-config", "good.yaml", "--parallelcluster-version", "3.9.9"],
      says: "3.16.1",
    },
    { args: ["--offline", "--cluster-config", "good.yaml", "--suppress-validators", "Key"], says: "type:" },
  ])("$args is wrong use: exit code 2", async ({ args, says }) => {
    const { code, stderr } = await program.run(["check", ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe("check with an account", () => {
  test("passes what template cluster-config prints after up", async () => {
    const { code, event, rules } = await findings("--cluster-config", "deployed.yaml", "--sandbox");
    expect(rules.filter((rule) => rule.startsWith("ERROR"))).toEqual([]);
    expect({ code, valid: event?.["valid"] }).toEqual({ code: 0, valid: true });
  });

  test("finds a key pair that is missing under the official validators' names", async () => {
    program.write("key.yaml", deployed.replace(/KeyName: .*/, "KeyName: nobodys-key"));
    const { code, rules } = await findings("--cluster-config", "key.yaml", "--sandbox");
    expect(code).toBe(3);
    expect(rules).toContain("ERROR KeyPairValidator");
    expect(rules).toContain("ERROR HeadNodeLaunchTemplateValidator");
  });

  test("finds a security group and a policy that are missing", async () => {
    program.write(
      "group.yaml",
      deployed
        .replace(/- sg-[0-9a-f]+/, "- sg-0123456789abcdef9")
        .replace("AmazonS3ReadOnlyAccess", "NoSuchPolicy"),
    );
    const { code, rules } = await findings("--cluster-config", "group.yaml", "--sandbox");
    expect(code).toBe(3);
    expect(rules).toContain("ERROR SecurityGroupsValidator");
    expect(rules).toContain("ERROR AdditionalIamPolicyValidator");
  });

  test("a subnet that is missing ends the check at its place", async () => {
    program.write("subnet.yaml", deployed.replace(/SubnetId: .*/, "SubnetId: subnet-0123456789abcdef9"));
    const { code, stdout } = await program.run(["check", "--cluster-config", "subnet.yaml", "--sandbox"]);
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /subnet\.yaml:\d+:\d+ .*SubnetId: The subnet subnet-0123456789abcdef9 cannot be read/,
    );
  });

  test("needs a region", async () => {
    program.write("nowhere.yaml", CONFIG.replace("Region: us-west-2\n", ""));
    const { code, stderr } = await program.run(["check", "--cluster-config", "nowhere.yaml", "--sandbox"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--region");
  });

  test("says that there are no credentials instead of guessing", async () => {
    const { code, stderr } = await program.run(["check", "--cluster-config", "deployed.yaml"]);
    expect(code).toBe(4);
    expect(stderr).toContain("CREDENTIALS_MISSING");
  });
});

describe("check of a project", () => {
  test("before up runs the local rules, and names those that wait", () => {
    expect(beforeUp.code).toBe(0);
    const [event] = beforeUp.events;
    expect(event).toMatchObject({ type: "check", phase: "validators", valid: true });
    expect(event?.["waiting"]).toContain("KeyPairValidator");
    expect(event?.["waiting"]).toContain("ExistingFsxNetworkingValidator");
  });

  test("after up asks the account, and nothing waits", async () => {
    const { code, event, rules } = await findings("--sandbox");
    expect({ code, waiting: event?.["waiting"] }).toEqual({ code: 0, waiting: [] });
    expect(rules).toContain("WARNING AsyncTimedUrlValidator");
  });
});

describe("diff", () => {
  test("tells which changes can be made, and refuses the others with exit code 3", async () => {
    program.write("wider.yaml", CONFIG.replace("MaxCount: 4", "MaxCount: 8"));
    program.write("moved.yaml", CONFIG.replace("m5.8xlarge", "m5.4xlarge"));
    const wider = await program.run(["diff", "good.yaml", "wider.yaml", "--json"]);
    expect(wider.code).toBe(0);
    expect(wider.events[0]).toMatchObject({
      allowed: true,
      changes: [{ currentValue: 4, requestedValue: 8 }],
    });
    const moved = await program.run(["diff", "good.yaml", "moved.yaml"]);
    expect(moved.code).toBe(3);
    expect(moved.stdout).toMatch(/refused .*InstanceType .*m5\.8xlarge → m5\.4xlarge/);
  });
});

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value : [];
}
