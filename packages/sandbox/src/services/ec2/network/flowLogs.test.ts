import { expect, test } from "vitest";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { s3 } from "../../s3/s3.ts";
import { ec2 } from "../ec2.ts";
import { refusal } from "../testing/ec2TestKernel.ts";

function withVpc() {
  const context = createTestKernel({ modules: [ec2, s3] }).context("us-west-2");
  const vpcId = context.call("ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId ?? "";
  context.call("s3", "CreateBucket", {
    Bucket: "flows",
    CreateBucketConfiguration: { LocationConstraint: "us-west-2" },
  });
  const create = (more: object) =>
    context.call("ec2", "CreateFlowLogs", {
      ResourceIds: [vpcId],
      ResourceType: "VPC",
      TrafficType: "ALL",
      ...more,
    });
  return { context, vpcId, create };
}

// localstack: tests/aws/services/ec2/test_ec2.snapshot.json, test_ec2_flow_logs_s3
test("a flow log into a bucket is described with its destination, until it is deleted", () => {
  const { context, vpcId, create } = withVpc();
  const { FlowLogIds = [], Unsuccessful } = create({
    LogDestinationType: "s3",
    LogDestination: "arn:aws:s3:::flows/vpc",
  });
  expect(Unsuccessful).toEqual([]);
  expect(context.call("ec2", "DescribeFlowLogs", { FlowLogIds }).FlowLogs).toEqual([
    {
      CreationTime: new Date(context.clock.nowMs()),
      DeliverLogsStatus: "SUCCESS",
      DestinationOptions: {
        FileFormat: "plain-text",
        HiveCompatiblePartitions: false,
        PerHourPartition: false,
      },
      FlowLogId: FlowLogIds[0],
      FlowLogStatus: "ACTIVE",
      LogDestination: "arn:aws:s3:::flows/vpc",
      LogDestinationType: "s3",
      LogFormat:
        "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}",
      MaxAggregationInterval: 600,
      ResourceId: vpcId,
      Tags: [],
      TrafficType: "ALL",
    },
  ]);
  context.call("ec2", "DeleteFlowLogs", { FlowLogIds });
  expect(context.call("ec2", "DescribeFlowLogs", {}).FlowLogs).toEqual([]);
});

// localstack: tests/aws/services/ec2/test_ec2.snapshot.json, test_ec2_flow_logs_s3_validation
test("a bucket that is not there is told of beside the ids", () => {
  const { vpcId, create } = withVpc();
  const { FlowLogIds, Unsuccessful } = create({
    LogDestinationType: "s3",
    LogDestination: "arn:aws:s3:::nowhere",
  });
  expect(FlowLogIds).toEqual([]);
  expect(Unsuccessful).toEqual([
    { Error: { Code: "400", Message: "LogDestination: nowhere does not exist" }, ResourceId: vpcId },
  ]);
});

test.each([
  {
    more: { LogGroupName: "g", LogDestination: "arn:aws:s3:::flows" },
    words: "InvalidParameter: Please only provide LogGroupName or only provide LogDestination.",
  },
  {
    more: { LogDestinationType: "s3" },
    words: "InvalidParameter: LogDestination can't be empty if LogGroupName is not provided.",
  },
  {
    more: { LogGroupName: "g", LogDestinationType: "s3" },
    words: "InvalidParameter: LogDestination type must be cloud-watch-logs if LogGroupName is provided.",
  },
])("a flow log is refused: $words", ({ more, words }) => {
  const { create } = withVpc();
  expect(refusal(() => create(more))).toBe(words);
});
