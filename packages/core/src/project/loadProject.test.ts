import { describe, expect, test } from "vitest";
import { excerptOf } from "../text/excerpt.ts";
import { loadProject, projectProblems } from "./loadProject.ts";

const SMALLEST = `name: ml-cluster
region: us-west-2
capacity: { reservation: cr-0123456789abcdef0 }
`;
const fileName = "trainyard.yaml";

function rulesOf(text: string): readonly string[] {
  return projectProblems(text).map(({ rule, path }) => (path === "" ? rule : `${rule} ${path}`));
}

function withLines(...lines: readonly string[]): string {
  return `${SMALLEST}${lines.join("\n")}\n`;
}

const WRONG_VALUES = [
  {
    when: "the name begins with a digit",
    text: SMALLEST.replace("ml-cluster", "9lives"),
    found: ["bad-format name"],
  },
  {
    when: "the name has 61 letters",
    text: SMALLEST.replace("ml-cluster", "m".repeat(61)),
    found: ["bad-format name"],
  },
  {
    when: "the region is missing",
    text: SMALLEST.replace("region: us-west-2\n", ""),
    found: ["missing region"],
  },
  {
    when: "the region is misspelt",
    text: SMALLEST.replace("us-west-2", "us-wset-2"),
    found: ["region region"],
  },
  {
    when: "ParallelCluster is not in the region",
    text: SMALLEST.replace("us-west-2", "eu-south-2"),
    found: ["region region"],
  },
  {
    when: "the capacity is a text",
    text: SMALLEST.replace(/\{.*\}/, "many"),
    found: ["wrong-type capacity"],
  },
  {
    when: "nothing says where instances come from",
    text: SMALLEST.replace(/\{.*\}/, "{}"),
    found: ["capacity-source capacity"],
  },
  {
    when: "there are two sources of instances",
    text: SMALLEST.replace(" }", ", market: spot, instanceType: p5.48xlarge, count: 2, zone: us-west-2a }"),
    found: ["capacity-source capacity.market"],
  },
  {
    when: "on-demand instances have no type, count and zone",
    text: SMALLEST.replace(/\{.*\}/, "{ market: on-demand }"),
    found: ["missing capacity.instanceType", "missing capacity.count", "missing capacity.zone"],
  },
  {
    when: "more nodes are static than there are",
    text: SMALLEST.replace(" }", ", count: 4, static: 5 }"),
    found: ["static-above-count capacity.static"],
  },
  {
    when: "the zone lies elsewhere",
    text: SMALLEST.replace(" }", ", zone: eu-west-1a }"),
    found: ["zone-of-region capacity.zone"],
  },
  {
    when: "the count is no number",
    text: SMALLEST.replace(" }", ", count: many }"),
    found: ["wrong-type capacity.count"],
  },
  {
    when: "the count is a fraction",
    text: SMALLEST.replace(" }", ", count: 1.5 }"),
    found: ["wrong-type capacity.count"],
  },
  {
    when: "Lustre has an odd size",
    text: withLines("storage: { scratch: { capacityGiB: 3600 } }"),
    found: ["bad-format storage.scratch.capacityGiB"],
  },
  {
    when: "Lustre's throughput is of the other type",
    text: withLines("storage: { scratch: { deployment: PERSISTENT_1, throughputMBpsPerTiB: 250 } }"),
    found: ["throughput-of-deployment storage.scratch.throughputMBpsPerTiB"],
  },
  {
    when: "OpenZFS has no such throughput across zones",
    text: withLines("storage: { home: { deployment: MULTI_AZ_1, throughputMBps: 512 } }"),
    found: ["throughput-of-deployment storage.home.throughputMBps"],
  },
  {
    when: "the region lacks the OpenZFS type",
    text: withLines("storage: { home: { deployment: SINGLE_AZ_HA_1 } }"),
    found: ["deployment-of-region storage.home.deployment"],
  },
  {
    when: "the operating system left the version",
    text: withLines("parallelCluster: { version: 3.16.1, os: alinux2 }"),
    found: ["os-of-version parallelCluster.os"],
  },
  {
    when: "the version is unknown",
    text: withLines("parallelCluster: { version: 2.9.0 }"),
    found: ["not-allowed parallelCluster.version"],
  },
  {
    when: "a queue is called default",
    text: withLines("queues: [{ name: default, reservation: cr-0123456789abcdef0 }]"),
    found: ["bad-format queues[0].name"],
  },
  {
    when: "a queue has the main one's name",
    text: withLines("queues: [{ name: compute-gpu, reservation: cr-0123456789abcdef0 }]"),
    found: ["queue-name queues[0].name"],
  },
  {
    when: "an address range is none",
    text: withLines("access: { sshFrom: [10.0.0.300/8] }"),
    found: ["bad-format access.sshFrom[0]"],
  },
  {
    when: "a script is a web page",
    text: withLines("software: { scripts: [{ name: a, url: 'https://github.com/o/r/blob/main/a.sh' }] }"),
    found: ["bad-format software.scripts[0].url"],
  },
  {
    when: "the VPC has no subnets",
    text: withLines("network: { vpc: vpc-0123456789abcdef0 }"),
    found: ["network-incomplete network.vpc", "network-incomplete network.vpc"],
  },
  {
    when: "a subnet has no VPC",
    text: withLines("network: { privateSubnet: subnet-0123456789abcdef0 }"),
    found: ["network-incomplete network.privateSubnet"],
  },
  {
    when: "the bucket's name would be too long",
    text: SMALLEST.replace("ml-cluster", "m".repeat(36)),
    found: ["name-too-long name"],
  },
  {
    when: "the name is too long for accounting",
    text: `${SMALLEST.replace("ml-cluster", "m".repeat(41))}data: { enabled: false }
accounting: { database: { uri: db, userName: slurm, passwordSecret: "arn:aws:secretsmanager:us-west-2:123456789012:secret:a" } }`,
    found: ["name-too-long name"],
  },
  {
    when: "the bucket's name has capitals",
    text: withLines("data: { bucket: My-Bucket }"),
    found: ["bad-format data.bucket"],
  },
  {
    when: "a tag belongs to AWS",
    text: withLines("tags: { 'aws:x': y }"),
    found: ["bad-format tags.aws:x"],
  },
  {
    when: "the raw configuration is a list",
    text: withLines("cluster: [a]"),
    found: ["wrong-type cluster"],
  },
];

describe("a right project file", () => {
  test("the smallest one gets the reference architecture's values", () => {
    const { project } = loadProject(SMALLEST, { fileName });
    expect(project.parallelCluster).toEqual({ version: "3.13.1", os: "ubuntu2204" });
    expect(project.headNode).toMatchObject({ instanceType: "m5.8xlarge", rootVolumeGiB: 500 });
    expect(project.storage.scratch).toMatchObject({
      capacityGiB: 1200,
      deployment: "auto",
      onDelete: "retain",
    });
    expect(project.storage.home).toMatchObject({ capacityGiB: 512, onDelete: "retain" });
    expect(project.data).toMatchObject({
      enabled: true,
      path: "/data",
      importEvents: ["NEW", "CHANGED", "DELETED"],
    });
    expect(project.access).toEqual({ ssm: true, sshFrom: [] });
  });

  test("anchors and merge keys are understood", () => {
    const text = `${SMALLEST}queues:
  - &cpu { name: cpu, market: on-demand, instanceType: c6i.4xlarge, count: 4, static: 0, zone: us-west-2a }
  - { <<: *cpu, name: cpu-large, instanceType: c6i.32xlarge }
`;
    expect(loadProject(text, { fileName }).project.queues.map(({ name, count }) => [name, count])).toEqual([
      ["cpu", 4],
      ["cpu-large", 4],
    ]);
  });

  test("the version of Lustre may be written with and without quotes", () => {
    expect(rulesOf(withLines("storage: { scratch: { lustreVersion: 2.12 } }"))).toEqual([]);
    expect(rulesOf(withLines('storage: { scratch: { lustreVersion: "2.12" } }'))).toEqual([]);
  });
});

describe("a wrong value", () => {
  test.each(WRONG_VALUES)("$when: $found", ({ text, found }) => {
    expect(rulesOf(text)).toEqual(found);
  });
});

describe("a placeholder", () => {
  test.each([
    "<your-keypair-name>",
    "${KEYPAIR_NAME}",
    "$KEYPAIR_NAME",
    "PLACEHOLDER_KEY",
    "REMOVE_THIS_LINE_AND_A_LINE_BEFORE",
  ])("%s is told as one", (text) => {
    expect(rulesOf(withLines(`access: { keyPair: "${text}" }`))).toEqual(["placeholder access.keyPair"]);
  });

  test("the guide's reservation id of X is told once, not as a wrong form too", () => {
    const text = SMALLEST.replace("cr-0123456789abcdef0", "cr-XXXXXXXXXXXXXXXXX");
    expect(rulesOf(text)).toEqual(["placeholder capacity.reservation"]);
    expect(() => loadProject(text, { fileName })).toThrowError(
      expect.objectContaining({ code: "PLACEHOLDER_LEFT" }),
    );
  });
});

describe("all problems at once", () => {
  const text = `name: 9lives
regoin: us-west-2
capacity:
  instanceTpye: p5.48xlarge
  count: 4
  static: 9
storage:
  scratch: { deployment: PERSISTENT_1, throughputMBpsPerTiB: 1000 }
`;

  test("they come in the order of the text, with rules between values among them", () => {
    expect(rulesOf(text)).toEqual([
      "missing region",
      "bad-format name",
      "unknown-key regoin",
      "capacity-source capacity",
      "unknown-key capacity.instanceTpye",
      "static-above-count capacity.static",
      "throughput-of-deployment storage.scratch.throughputMBpsPerTiB",
    ]);
  });

  test("an unknown key is told with the nearest known one, its place and a caret", () => {
    const problem = projectProblems(text).find(({ path }) => path === "capacity.instanceTpye");
    expect(problem).toMatchObject({
      hint: 'Did you mean "instanceType"?',
      position: { line: 4, column: 3 },
      length: 12,
    });
    expect(problem && excerptOf(text, problem)).toBe(
      "   4 |   instanceTpye: p5.48xlarge\n     |   ^^^^^^^^^^^^",
    );
  });

  test("they are the details of one coded error", () => {
    expect(() => loadProject(text, { fileName })).toThrowError(
      expect.objectContaining({
        name: "TrainyardError",
        code: "PROJECT_INVALID",
        exitCode: 2,
        message: "trainyard.yaml has 7 problems",
      }),
    );
  });
});

test("accounting: true is short for accounting on the head node", () => {
  const { project } = loadProject(withLines("accounting: true"), { fileName });
  expect(project.accounting).toEqual({ completionLog: true, headNode: true });
  expect(projectProblems(withLines("accounting: false"))).toMatchObject([
    { rule: "wrong-type", hint: "It must be a mapping of keys, or true." },
  ]);
});

test("records of jobs have one place", () => {
  const database =
    "database: { uri: db, userName: slurm, passwordSecret: 'arn:aws:secretsmanager:us-west-2:123456789012:secret:a' }";
  expect(rulesOf(withLines(`accounting: { headNode: true, ${database} }`))).toEqual([
    "accounting-source accounting.database",
  ]);
});

describe("a text that is no project", () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${"bcdefghi"
    .split("")
    .map((key, index) => `${key}: &${key} [${`*${"abcdefgh"[index] ?? ""},`.repeat(10).slice(0, -1)}]`)
    .join("\n")}\n`;
  test.each([
    { what: "nothing", text: "", rule: "empty" },
    { what: "a comment alone", text: "# nothing here\n", rule: "empty" },
    { what: "a list", text: "- a\n- b\n", rule: "not-a-mapping" },
    { what: "a word", text: "hello", rule: "not-a-mapping" },
    { what: "broken YAML", text: "name: [unclosed\nregion: x", rule: "yaml-syntax" },
    { what: "a tab as indentation", text: "capacity:\n\treservation: x\n", rule: "yaml-syntax" },
    { what: "a key given twice", text: `${SMALLEST}name: other\n`, rule: "duplicate-key" },
    { what: "two documents", text: `${SMALLEST}---\n${SMALLEST}`, rule: "yaml-syntax" },
    { what: "binary data", text: "\u0000\u0001PNG\uFFFD\uFFFD", rule: "binary" },
    { what: "a bomb of aliases", text: bomb, rule: "alias-bomb" },
    { what: "a list within itself", text: "name: &a [*a]", rule: "alias-circle" },
    { what: "a mapping merged into itself", text: "capacity: &c\n  <<: *c\n", rule: "alias-circle" },
    { what: "a very large text", text: `${SMALLEST}# ${"x".repeat(2_000_000)}`, rule: "file-too-large" },
    { what: "a tower of brackets", text: `name: ${"[".repeat(100_000)}`, rule: "too-deep" },
    { what: "a tower of list marks", text: "- ".repeat(50_000), rule: "too-deep" },
    { what: "a merge key with a text", text: "<<: *c\n", rule: "yaml-syntax" },
    { what: "a merge key that names no mapping", text: "a: &a x\n<<: *a\n", rule: "yaml-syntax" },
    { what: "an unknown alias", text: "name: *nobody\n", rule: "yaml-syntax" },
  ])("$what is a problem of rule $rule", ({ text, rule }) => {
    expect(projectProblems(text).map((problem) => problem.rule)).toContain(rule);
  });
});
