import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createOfficialSession, type OfficialSession } from "./createOfficialSession.ts";
import { prepareOfficialClis } from "./officialClis.ts";
import { RESERVATION } from "./prepareAccount.ts";
import { listOf } from "./readAnswer.ts";

interface Refusal {
  readonly when: string;
  readonly from: string | RegExp;
  readonly to: string;
  readonly validator: string;
  readonly words: string;
}

/** Stands for a security group without rules. */
const BARE_GROUP = "sg-without-rules";

/** What AWS's answers make the official validators say. */
const REFUSALS: readonly Refusal[] = [
  {
    when: "the key pair does not exist",
    from: "KeyName: ml-key",
    to: "KeyName: nobody",
    validator: "KeyPairValidator",
    words: "The key pair 'nobody' does not exist",
  },
  {
    when: "the reservation is for another type",
    from: "InstanceType: p5.48xlarge",
    to: "InstanceType: p4d.24xlarge",
    validator: "CapacityReservationValidator",
    words: `Capacity reservation ${RESERVATION} must have the same instance type as p4d.24xlarge.`,
  },
  {
    when: "a managed policy does not exist",
    from: "AmazonS3ReadOnlyAccess",
    to: "AmazonS3NoAccess",
    validator: "AdditionalIamPolicyValidator",
    words: "Policy arn:aws:iam::aws:policy/AmazonS3NoAccess was not found.",
  },
  {
    when: "the key pair is an RSA key",
    from: "KeyName: ml-key",
    to: "KeyName: rsa-key",
    validator: "KeyPairValidator",
    words: "ubuntu2204 does not support RSA keys. Please generate and use an ed25519 key",
  },
  {
    when: "the reservation does not exist",
    from: RESERVATION,
    to: "cr-0abcdef9876543210",
    validator: "CapacityReservationValidator",
    words: "The capacity reservation ID 'cr-0abcdef9876543210' does not exist",
  },
  {
    when: "the placement group does not exist",
    from: "Enabled: false",
    to: "Enabled: true\n          Name: nobodys",
    validator: "PlacementGroupNamingValidator",
    words: "The Placement Group 'nobodys' is unknown.",
  },
  {
    when: "the file systems' security group lets nobody in",
    from: /sg-[0-9a-f]+/g,
    to: BARE_GROUP,
    validator: "ExistingFsxNetworkingValidator",
    words: "Missing ports: [988]",
  },
  {
    when: "the head node has another architecture than its image and the nodes",
    from: "InstanceType: m5.8xlarge",
    to: "InstanceType: m6g.8xlarge",
    validator: "InstanceArchitectureCompatibilityValidator",
    words:
      "none of which are compatible with the architecture supported by the head node instance type (arm64).",
  },
];

/** What the program asks before it validates. */
const ABSENT = [
  {
    what: "instance type",
    from: "InstanceType: m5.8xlarge",
    to: "InstanceType: m5.huge",
    words: "The following supplied instance types do not exist: [m5.huge]",
  },
  {
    what: "image",
    from: "Os: ubuntu2204",
    to: "Os: ubuntu2204\n  CustomAmi: ami-0123456789abcdef0",
    words: "The image id '[ami-0123456789abcdef0]' does not exist",
  },
];

describe.each(prepareOfficialClis(["3.13.1"]).clis)("the official pcluster $title on its way in", (cli) => {
  let session: OfficialSession;
  let bareGroupId: string;

  beforeAll(async () => {
    session = await createOfficialSession(cli);
    const { context } = session.account;
    context.call("ec2", "CreateKeyPair", { KeyName: "rsa-key", KeyType: "rsa" });
    const bareGroup = { GroupName: "bare", Description: "No rules", VpcId: vpcOf(session) };
    bareGroupId = context.call("ec2", "CreateSecurityGroup", bareGroup).GroupId ?? "";
  });
  afterAll(() => session.end());

  test.each(REFUSALS)("a dry run is refused when $when", async ({ from, to, validator, words }) => {
    const { account, pcluster, answer } = session;
    const replacement = to.replace(BARE_GROUP, bareGroupId);
    pcluster.write("refused.yaml", account.configuration(2).replaceAll(from, replacement));
    const refused = await answer(
      "CreateClusterBadRequestExceptionResponseContent",
      "create-cluster -n refused -c refused.yaml --dryrun true",
    );
    const errors = listOf(refused["configurationValidationErrors"]).filter(({ level }) => level === "ERROR");
    expect(errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: validator, message: expect.stringContaining(words) }),
      ]),
    );
  });

  test.each(ABSENT)("a dry run is refused when the $what does not exist", async ({ from, to, words }) => {
    const { account, pcluster, answer } = session;
    pcluster.write("absent.yaml", account.configuration(2).replace(from, to));
    expect(
      await answer(
        "CreateClusterBadRequestExceptionResponseContent",
        "create-cluster -n refused -c absent.yaml --dryrun true",
      ),
    ).toMatchObject({ message: `Invalid cluster configuration: ${words}` });
  });

  test("throttled calls are told as exceeded limits", async () => {
    const { faults } = session.sandbox.kernel;
    faults.add({ service: "ec2", operation: "DescribeImages", kind: "throttled" });
    const told = await session.answer("LimitExceededExceptionResponseContent", "list-official-images");
    faults.clear();
    expect(told).toMatchObject({ message: expect.stringContaining("Request limit exceeded.") });
  });

  test("a dry run of the guide's configuration would succeed", async () => {
    const { account, pcluster, answer } = session;
    pcluster.write("cluster.yaml", account.configuration(2));
    expect(
      await answer(
        "DryrunOperationExceptionResponseContent",
        "create-cluster -n ml-cluster -c cluster.yaml --dryrun true",
      ),
    ).toMatchObject({ message: "Request would have succeeded, but DryRun flag is set." });
  });

  test("configure makes a network, and the configuration that it writes passes the dry run", async () => {
    const { pcluster, account } = session;
    const answers = ["1", "slurm", "ubuntu2204", "t3.micro", "1", "q1", "1", "c5.xlarge", "5"];
    const network = ["y", "us-west-2a", "1"];
    const { code, stdout } = await pcluster.run("configure -c made.yaml -r us-west-2", {
      input: `${[...answers, ...network].join("\n")}\n`,
    });
    expect([code, stdout.includes("The stack has been created.")]).toEqual([0, true]);
    const written = parse(readFileSync(join(pcluster.directory, "made.yaml"), "utf8"));
    const { Subnets = [] } = account.context.call("ec2", "DescribeSubnets", {
      SubnetIds: [
        written.HeadNode.Networking.SubnetId,
        written.Scheduling.SlurmQueues[0].Networking.SubnetIds[0],
      ],
    });
    expect(Subnets.map(({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch).toSorted(undefined)).toEqual([
      false,
      true,
    ]);
    const dryRun = await pcluster.json("create-cluster -n made -c made.yaml --dryrun true");
    expect(dryRun["message"]).toBe("Request would have succeeded, but DryRun flag is set.");
  });

  test("configure takes a network that exists", async () => {
    const { pcluster } = session;
    const answers = ["1", "slurm", "ubuntu2204", "t3.micro", "1", "q1", "1", "c5.xlarge", "5"];
    const { code, stdout } = await pcluster.run("configure -c existing.yaml -r us-west-2", {
      input: `${[...answers, "n", "1", "n", "1", "1"].join("\n")}\n`,
    });
    expect([code, stdout]).toEqual([0, expect.stringContaining("Configuration file written")]);
  });
});

/** The network of the prepared account. */
function vpcOf({ account }: OfficialSession): string {
  const tag = { Name: "tag:aws:cloudformation:stack-name", Values: ["parallelcluster-prerequisites"] };
  const { Vpcs = [] } = account.context.call("ec2", "DescribeVpcs", { Filters: [tag] });
  return Vpcs[0]?.VpcId ?? "";
}
