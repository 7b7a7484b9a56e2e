import { afterAll, beforeAll, expect, test } from "vitest";
import { createClusterConfigAws } from "../../packages/aws/src/clusterConfig/index.ts";
import type { ClusterConfigAws } from "../../packages/core/src/index.ts";
import type { RegionContext } from "../../packages/sandbox/src/kernel/CallContext.ts";
import { startTestSandbox, type TestSandbox } from "../../packages/sandbox/src/testing/startTestSandbox.ts";

const REGION = "us-west-2";
const RESERVATION = "cr-0123456789abcdef0";

let sandbox: TestSandbox;
let account: RegionContext;
let aws: ClusterConfigAws;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  account = sandbox.kernel.context(REGION);
  aws = createClusterConfigAws(
    {
      region: REGION,
      endpointUrl: sandbox.endpoint,
      credentials: { accessKeyId: "AKIASANDBOX000000000", secretAccessKey: "sandbox" },
    },
    { readsUrls: false },
  );
});

afterAll(async () => {
  await sandbox.stop();
  if (sandbox.defects.length > 0) throw new AggregateError(sandbox.defects, "the sandbox had defects");
});

test.each([
  { what: "instance type", ask: () => aws.instances.instanceType("p9.metal"), code: "InvalidInstanceType" },
  {
    what: "placement group",
    ask: () => aws.instances.placementGroup("none"),
    code: "InvalidPlacementGroup.Unknown",
  },
  {
    what: "reservation",
    ask: () => aws.reservations.reservation("cr-0123456789abcdef9"),
    code: "InvalidCapacityReservationId.NotFound",
  },
  {
    what: "subnet",
    ask: () => aws.network.subnet("subnet-0123456789abcdef9"),
    code: "InvalidSubnetID.NotFound",
  },
  { what: "VPC", ask: () => aws.network.vpc("vpc-0123456789abcdef9"), code: "InvalidVpcID.NotFound" },
  {
    what: "security group",
    ask: () => aws.network.securityGroup("sg-0123456789abcdef9"),
    code: "InvalidGroup.NotFound",
  },
  {
    what: "network interface",
    ask: () => aws.network.networkInterface("eni-0123456789abcdef9"),
    code: "InvalidNetworkInterfaceID.NotFound",
  },
  { what: "address", ask: () => aws.network.elasticIp("198.18.255.1"), code: "InvalidAddress.NotFound" },
  { what: "hosted zone", ask: () => aws.network.hostedZone("Z0NOSUCHZONE"), code: "NoSuchHostedZone" },
  { what: "image", ask: () => aws.images.image("ami-0123456789abcdef9"), code: "InvalidAMIID.NotFound" },
  { what: "key pair", ask: () => aws.images.keyPair("none"), code: "InvalidKeyPair.NotFound" },
  {
    what: "launch template",
    ask: () => aws.images.launchTemplate("lt-0123456789abcdef9", 1),
    code: "InvalidLaunchTemplateId.NotFound",
  },
  { what: "volume", ask: () => aws.volumes.volume("vol-0123456789abcdef9"), code: "InvalidVolume.NotFound" },
  {
    what: "snapshot",
    ask: () => aws.volumes.snapshot("snap-0123456789abcdef9"),
    code: "InvalidSnapshot.NotFound",
  },
  {
    what: "file system",
    ask: () => aws.fileSystems.fsxFileSystem("fs-0123456789abcdef9"),
    code: "FileSystemNotFound",
  },
  {
    what: "volume of FSx",
    ask: () => aws.fileSystems.fsxVolume("fsvol-0123456789abcdef9"),
    code: "VolumeNotFound",
  },
  {
    what: "backup",
    ask: () => aws.fileSystems.fsxBackup("backup-0123456789abcdef9"),
    code: "BackupNotFound",
  },
  { what: "bucket", ask: () => aws.objects.bucket("no-such-bucket-here"), code: "404" },
  {
    what: "region of a bucket",
    ask: () => aws.objects.bucketRegion("no-such-bucket-here"),
    code: "NoSuchBucket",
  },
  { what: "object", ask: () => aws.objects.object("no-such-bucket-here", "key"), code: "404" },
  { what: "role", ask: () => aws.access.role("none"), code: "NoSuchEntity" },
  { what: "instance profile", ask: () => aws.access.instanceProfile("none"), code: "NoSuchEntity" },
  {
    what: "policy",
    ask: () => aws.access.policy("arn:aws:iam::123456789012:policy/none"),
    code: "NoSuchEntity",
  },
  { what: "parameter", ask: () => aws.access.parameter("/none"), code: "ParameterNotFound" },
])("a missing $what is refused in the service's words", async ({ ask, code }) => {
  expect(await ask()).toEqual({ kind: "refused", code, message: expect.stringMatching(/./) });
});

test.each([
  { what: "an EFS file system", ask: () => aws.fileSystems.efs("fs-0123456789abcdef9") },
  { what: "a KMS key", ask: () => aws.volumes.kmsKey("alias/none") },
  {
    what: "a secret",
    ask: () => aws.access.secret("arn:aws:secretsmanager:us-west-2:123456789012:secret:a"),
  },
])("$what, of a service that the sandbox does not model, is refused and never found", async ({ ask }) => {
  expect(await ask()).toMatchObject({ kind: "refused" });
});

test("an instance type has the facts of EC2, and is offered where EC2 says", async () => {
  expect(await aws.instances.instanceType("p5.48xlarge")).toMatchObject({
    kind: "found",
    value: { vcpus: 192, efaSupported: true, networkCards: 32, gpus: { count: 8, manufacturer: "NVIDIA" } },
  });
  const offered = await aws.instances.offeredTypes();
  expect(offered.kind === "found" && offered.value.has("m5.8xlarge")).toBe(true);
  expect(await aws.instances.zonesOffering("p9.metal")).toEqual({ kind: "found", value: [] });
});

test("a reservation tells what it holds", async () => {
  expect(await aws.reservations.reservation(RESERVATION)).toEqual({
    kind: "found",
    value: expect.objectContaining({
      id: RESERVATION,
      instanceType: "p5.48xlarge",
      state: "active",
      totalInstances: 16,
      availableInstances: 16,
      reservationType: undefined,
    }),
  });
  expect(await aws.reservations.reservation("cr-0fedcba9876543210")).toMatchObject({
    value: { reservationType: "capacity-block", requestedInstances: 16 },
  });
});

test("subnet, VPC, security group and image are read", async () => {
  const subnet = account.call("ec2", "DescribeSubnets", {}).Subnets?.[0];
  expect(await aws.network.subnet(subnet?.SubnetId ?? "")).toEqual({
    kind: "found",
    value: {
      id: subnet?.SubnetId,
      vpc: subnet?.VpcId,
      zone: subnet?.AvailabilityZone,
      cidr: subnet?.CidrBlock,
      assignsPublicAddress: true,
    },
  });
  expect(await aws.network.vpc(subnet?.VpcId ?? "")).toEqual({
    kind: "found",
    value: { dnsSupport: true, dnsHostnames: true },
  });
  const group = account.call("ec2", "DescribeSecurityGroups", {}).SecurityGroups?.[0];
  expect(await aws.network.securityGroup(group?.GroupId ?? "")).toMatchObject({
    value: { ingress: [{ protocol: "-1", groups: [group?.GroupId] }], egress: [{ cidrs: ["0.0.0.0/0"] }] },
  });
  const image = await aws.images.officialImage({
    os: "ubuntu2204",
    architecture: "x86_64",
    owner: "amazon",
    tags: [],
    namePrefix: "",
    onlyAvailable: true,
    version: "3.13.1",
  });
  if (image.kind === "refused") throw new Error(image.message);
  expect(await aws.images.image(image.value)).toMatchObject({
    value: { architecture: "x86_64", rootDeviceName: "/dev/sda1", volumeSizeGiB: 40 },
  });
});

test("a launch is tried: refused with EC2's code, or it would have worked and nothing runs", async () => {
  const subnetId = account.call("ec2", "DescribeSubnets", {}).Subnets?.[0]?.SubnetId ?? "";
  const image = account
    .call("ec2", "DescribeImages", {})
    .Images?.find(({ Architecture }) => Architecture === "x86_64");
  const launch = {
    instanceType: "m5.8xlarge",
    imageId: image?.ImageId ?? "",
    subnetId,
    securityGroupIds: [],
    networkInterfaces: 1,
    efa: false,
    asksForPublicAddress: false,
    rootVolume: {
      deviceName: image?.RootDeviceName ?? "",
      type: "gp3",
      encrypted: true,
      deleteOnTermination: true,
    },
    tags: [{ key: "a", value: "b" }],
    requiresMetadataTokens: true,
  };
  expect(await aws.instances.dryRun(launch)).toEqual({ kind: "found", value: "would-launch" });
  expect(await aws.instances.dryRun({ ...launch, keyName: "none" })).toMatchObject({
    kind: "refused",
    code: "InvalidKeyPair.NotFound",
  });
  expect(account.call("ec2", "DescribeInstances", {}).Reservations).toEqual([]);
});

test("a bucket tells its region and versioning, and its objects are found", async () => {
  account.call("s3", "CreateBucket", {
    Bucket: "some-bucket-of-ours",
    CreateBucketConfiguration: { LocationConstraint: REGION },
  });
  expect(await aws.objects.bucket("some-bucket-of-ours")).toEqual({ kind: "found", value: "exists" });
  expect(await aws.objects.bucketRegion("some-bucket-of-ours")).toEqual({ kind: "found", value: REGION });
  expect(await aws.objects.bucketVersioning("some-bucket-of-ours")).toEqual({
    kind: "found",
    value: undefined,
  });
  expect(await aws.objects.object("some-bucket-of-ours", "none")).toMatchObject({ code: "404" });
});

test("managed policies are found, addresses outside are not asked", async () => {
  expect(await aws.access.policy("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")).toMatchObject({
    kind: "found",
  });
  expect(await aws.objects.url("https://example.com/script.sh")).toMatchObject({ code: "NotAsked" });
});
