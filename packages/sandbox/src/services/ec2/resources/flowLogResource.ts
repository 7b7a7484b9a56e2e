import { AwsError } from "../../../kernel/AwsError.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, replaceTags, tagSpecifications } from "./ec2Resource.ts";

const RESOURCE_TYPES = ["NetworkInterface", "Subnet", "VPC"] as const;
const TRAFFIC_TYPES = ["ACCEPT", "ALL", "REJECT"] as const;
const DESTINATION_TYPES = ["cloud-watch-logs", "kinesis-data-firehose", "s3"] as const;
const FILE_FORMATS = ["parquet", "plain-text"] as const;

export const flowLogResource = ec2Resource({
  type: "AWS::EC2::FlowLog",
  durations: resourceDurations.small,
  properties: [
    "DeliverLogsPermissionArn",
    "DestinationOptions",
    "LogDestination",
    "LogDestinationType",
    "LogFormat",
    "LogGroupName",
    "MaxAggregationInterval",
    "ResourceId",
    "ResourceType",
    "Tags",
    "TrafficType",
  ],
  create(properties, context) {
    const read = readProperties(properties);
    const options = read.object("DestinationOptions");
    const { FlowLogIds, Unsuccessful } = context.call("ec2", "CreateFlowLogs", {
      ResourceIds: [given(read.text("ResourceId"))],
      ResourceType: RESOURCE_TYPES.find((type) => type === read.text("ResourceType")),
      TrafficType: TRAFFIC_TYPES.find((type) => type === read.text("TrafficType")),
      LogDestinationType: DESTINATION_TYPES.find((type) => type === read.text("LogDestinationType")),
      LogDestination: read.text("LogDestination"),
      LogGroupName: read.text("LogGroupName"),
      LogFormat: read.text("LogFormat"),
      DeliverLogsPermissionArn: read.text("DeliverLogsPermissionArn"),
      MaxAggregationInterval: read.number("MaxAggregationInterval"),
      ...(options === undefined
        ? {}
        : {
            DestinationOptions: {
              FileFormat: FILE_FORMATS.find((format) => format === options.text("FileFormat")),
              HiveCompatiblePartitions: options.boolean("HiveCompatiblePartitions"),
              PerHourPartition: options.boolean("PerHourPartition"),
            },
          }),
      TagSpecifications: tagSpecifications("vpc-flow-log", properties, context),
    });
    const problem = Unsuccessful?.[0]?.Error;
    if (problem !== undefined) throw new AwsError("InvalidRequest", problem.Message ?? "");
    return { physicalId: given(FlowLogIds?.[0]) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  update: replaceTags,
  delete: (physicalId, _properties, context) =>
    void context.call("ec2", "DeleteFlowLogs", { FlowLogIds: [physicalId] }),
});
