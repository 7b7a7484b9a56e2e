import { generatedName } from "../../../kernel/generatedName.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, tagSpecifications } from "./ec2Resource.ts";

const STRATEGIES = ["cluster", "partition", "spread"] as const;

/** `Ref` answers the name. */
export const placementGroupResource = ec2Resource({
  type: "AWS::EC2::PlacementGroup",
  durations: resourceDurations.small,
  properties: ["PartitionCount", "SpreadLevel", "Strategy", "Tags"],
  create(properties, context) {
    const read = readProperties(properties);
    const GroupName = generatedName(context, 255);
    context.call("ec2", "CreatePlacementGroup", {
      GroupName,
      Strategy: STRATEGIES.find((each) => each === (read.text("Strategy") ?? "cluster")),
      PartitionCount: read.number("PartitionCount"),
      ...(read.text("SpreadLevel") === "host" ? { SpreadLevel: "host" } : {}),
      TagSpecifications: tagSpecifications("placement-group", properties, context),
    });
    return { physicalId: GroupName };
  },
  read(physicalId, _properties, context) {
    const { PlacementGroups } = context.call("ec2", "DescribePlacementGroups", { GroupNames: [physicalId] });
    return {
      ref: physicalId,
      attributes: { GroupName: physicalId, GroupId: given(PlacementGroups?.[0]?.GroupId) },
    };
  },
  delete: (GroupName, _properties, context) =>
    void context.call("ec2", "DeletePlacementGroup", { GroupName }),
});
