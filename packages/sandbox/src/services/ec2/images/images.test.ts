import { expect, test } from "vitest";
import { ec2Test, refusal } from "../testing/ec2TestKernel.ts";

const names = (region: string, pattern: string) =>
  ec2Test(region)
    .call("ec2", "DescribeImages", {
      Owners: ["amazon"],
      Filters: [{ Name: "name", Values: [pattern] }],
      IncludeDeprecated: true,
    })
    .Images?.map((image) => image.Name ?? "") ?? [];

test.each([
  { version: "3.13.1", systems: 7 },
  { version: "3.16.1", systems: 5 },
  { version: "3.16.3", systems: 5 },
])("ParallelCluster $version has images of $systems systems in two architectures", ({ version, systems }) => {
  const found = names("us-west-2", `aws-parallelcluster-${version}-*`);
  expect(found).toHaveLength(systems * 2);
  expect(found).toEqual([...found].sort());
});

function ubuntuIn(region: string) {
  const context = ec2Test(region);
  const Filters = [{ Name: "name", Values: ["aws-parallelcluster-3.13.1-ubuntu-2204-lts-hvm-x86_64*"] }];
  const id = context.call("ec2", "DescribeImages", { Filters }).Images?.[0]?.ImageId ?? "";
  return { id, byId: context.call("ec2", "DescribeImages", { ImageIds: [id] }).Images?.[0] };
}

test("an image is another one in every region, and is found by its id alone", () => {
  const oregon = ubuntuIn("us-west-2");
  expect(oregon.id).toMatch(/^ami-0[0-9a-f]{16}$/);
  expect(oregon.id).not.toBe(ubuntuIn("eu-west-1").id);
  expect(oregon.byId).toMatchObject({
    Architecture: "x86_64",
    ImageOwnerAlias: "amazon",
    RootDeviceName: "/dev/sda1",
    BlockDeviceMappings: [{ DeviceName: "/dev/sda1", Ebs: { VolumeSize: 40 } }],
  });
});

test.each([
  {
    id: "ami-0123456789abcdef0",
    words: "InvalidAMIID.NotFound: The image id '[ami-0123456789abcdef0]' does not exist",
  },
  { id: "ubuntu", words: 'InvalidAMIID.Malformed: Invalid id: "ubuntu" (expecting "ami-...")' },
])("asking for the image $id answers $words", ({ id, words }) => {
  expect(refusal(() => ec2Test().call("ec2", "DescribeImages", { ImageIds: [id] }))).toBe(words);
});
