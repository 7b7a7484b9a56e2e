import { expect, test } from "vitest";
import { refusal } from "../testing/ec2TestKernel.ts";
import { launchTest, p5Interfaces, SAMPLE_RESERVATION } from "../testing/launchTest.ts";

function withTemplate() {
  const launch = launchTest();
  const { LaunchTemplate } = launch.context.call("ec2", "CreateLaunchTemplate", {
    LaunchTemplateName: "ml-compute-gpu-distributed-ml",
    LaunchTemplateData: {
      ImageId: launch.imageId,
      InstanceType: "p5.48xlarge",
      NetworkInterfaces: p5Interfaces(launch.subnetId),
      Placement: {},
      CapacityReservationSpecification: {
        CapacityReservationTarget: { CapacityReservationId: SAMPLE_RESERVATION },
      },
      TagSpecifications: [
        { ResourceType: "instance", Tags: [{ Key: "parallelcluster:queue-name", Value: "compute-gpu" }] },
      ],
    },
  });
  return { ...launch, templateId: LaunchTemplate?.LaunchTemplateId ?? "" };
}

test("a launch by template has its type, its 32 cards, its reservation and its tags", () => {
  const { context, templateId } = withTemplate();
  const { Instances = [] } = context.call("ec2", "RunInstances", {
    LaunchTemplate: { LaunchTemplateName: "ml-compute-gpu-distributed-ml", Version: "$Latest" },
    MinCount: 1,
    MaxCount: 1,
    TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "Compute" }] }],
  });
  expect(Instances[0]?.InstanceType).toBe("p5.48xlarge");
  expect(Instances[0]?.NetworkInterfaces).toHaveLength(32);
  expect(Instances[0]?.NetworkInterfaces?.[31]?.Attachment).toMatchObject({
    NetworkCardIndex: 31,
    DeviceIndex: 1,
  });
  expect(Instances[0]?.CapacityReservationId).toBe(SAMPLE_RESERVATION);
  expect(Instances[0]?.Tags).toEqual([
    { Key: "parallelcluster:queue-name", Value: "compute-gpu" },
    { Key: "Name", Value: "Compute" },
    { Key: "aws:ec2launchtemplate:id", Value: templateId },
    { Key: "aws:ec2launchtemplate:version", Value: "1" },
  ]);
});

test("versions are numbered; $Latest and $Default name two of them", () => {
  const { context, templateId } = withTemplate();
  context.call("ec2", "CreateLaunchTemplateVersion", {
    LaunchTemplateId: templateId,
    SourceVersion: "1",
    LaunchTemplateData: { InstanceType: "p5e.48xlarge" },
  });
  const type = (Version: string) =>
    context.call("ec2", "DescribeLaunchTemplateVersions", {
      LaunchTemplateId: templateId,
      Versions: [Version],
    }).LaunchTemplateVersions?.[0]?.LaunchTemplateData?.InstanceType;
  expect([type("$Latest"), type("$Default"), type("2")]).toEqual([
    "p5e.48xlarge",
    "p5.48xlarge",
    "p5e.48xlarge",
  ]);
  context.call("ec2", "ModifyLaunchTemplate", { LaunchTemplateId: templateId, DefaultVersion: "2" });
  expect(type("$Default")).toBe("p5e.48xlarge");
  expect(refusal(() => type("9"))).toBe(
    `InvalidLaunchTemplateId.VersionNotFound: Could not find the specified version 9 for the launch template with ID ${templateId}.`,
  );
});

test("a name that is taken is refused, and one that is unknown too", () => {
  const { context } = withTemplate();
  const again = () =>
    context.call("ec2", "CreateLaunchTemplate", {
      LaunchTemplateName: "ml-compute-gpu-distributed-ml",
      LaunchTemplateData: {},
    });
  expect(refusal(again)).toBe(
    "InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use.",
  );
  expect(
    refusal(() => context.call("ec2", "DescribeLaunchTemplates", { LaunchTemplateNames: ["none"] })),
  ).toMatch(/^InvalidLaunchTemplateName.NotFoundException/);
});

test("an instant fleet tries its types in order of priority and says what failed", () => {
  const { context, subnetId, imageId } = launchTest();
  const { LaunchTemplate } = context.call("ec2", "CreateLaunchTemplate", {
    LaunchTemplateName: "flexible",
    LaunchTemplateData: { ImageId: imageId, NetworkInterfaces: [{ DeviceIndex: 0 }] },
  });
  const answer = context.call("ec2", "CreateFleet", {
    Type: "instant",
    TargetCapacitySpecification: { TotalTargetCapacity: 3, DefaultTargetCapacityType: "on-demand" },
    LaunchTemplateConfigs: [
      {
        LaunchTemplateSpecification: { LaunchTemplateId: LaunchTemplate?.LaunchTemplateId, Version: "1" },
        Overrides: [
          { InstanceType: "trn1.32xlarge", SubnetId: subnetId, Priority: 0 },
          { InstanceType: "c5.xlarge", SubnetId: subnetId, Priority: 1 },
        ],
      },
    ],
  });
  expect(answer.Errors?.map((each) => each.ErrorCode)).toEqual(["Unsupported"]);
  expect(answer.Instances?.[0]).toMatchObject({ InstanceType: "c5.xlarge", Lifecycle: "on-demand" });
  expect(answer.Instances?.[0]?.InstanceIds).toHaveLength(3);
});
