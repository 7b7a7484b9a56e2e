import type { InternetGateway } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { quotas, quotaValue } from "../account/quota.ts";
import { list, type Listing } from "../requests/listing.ts";
import { refuseDryRun, required } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { InternetGatewayRecord } from "./NetworkRecords.ts";
import { vpcOf } from "./vpcs.ts";

export const internetGatewayOperations = defineOperations<"ec2">()({
  CreateInternetGateway: {
    members: ["DryRun", "TagSpecifications"],
    run(input, context) {
      const tags = tagsFor(resourceKinds.internetGateway, input.TagSpecifications, context);
      const { internetGateways } = ec2State(context);
      if (Object.keys(internetGateways).length >= quotaValue(context, quotas.internetGatewaysPerRegion))
        throw new AwsError(
          "InternetGatewayLimitExceeded",
          "The maximum number of internet gateways has been reached.",
        );
      refuseDryRun(input.DryRun);
      const gateway: InternetGatewayRecord = { id: context.ids.resourceId("igw") };
      internetGateways[gateway.id] = gateway;
      putTags(context, gateway.id, tags);
      return { InternetGateway: describe(gateway, context) };
    },
  },
  DescribeInternetGateways: {
    members: ["DryRun", "Filters", "InternetGatewayIds", "MaxResults", "NextToken"],
    run(input, context) {
      const page = list(listing(context), { ...input, ids: input.InternetGatewayIds });
      return {
        InternetGateways: page.items.map((gateway) => describe(gateway, context)),
        NextToken: page.nextToken,
      };
    },
  },
  AttachInternetGateway: {
    members: ["DryRun", "InternetGatewayId", "VpcId"],
    run(input, context) {
      const gateway = gatewayOf(context, input.InternetGatewayId);
      const vpc = vpcOf(context, input.VpcId);
      if (gateway.vpcId !== undefined)
        throw new AwsError(
          "Resource.AlreadyAssociated",
          `resource ${gateway.id} is already attached to network ${gateway.vpcId}`,
        );
      if (Object.values(ec2State(context).internetGateways).some((each) => each.vpcId === vpc.id))
        throw new AwsError(
          "InvalidParameterValue",
          `Network ${vpc.id} already has an internet gateway attached`,
        );
      refuseDryRun(input.DryRun);
      gateway.vpcId = vpc.id;
      return {};
    },
  },
  DetachInternetGateway: {
    members: ["DryRun", "InternetGatewayId", "VpcId"],
    run(input, context) {
      const gateway = gatewayOf(context, input.InternetGatewayId);
      const vpc = vpcOf(context, input.VpcId);
      if (gateway.vpcId !== vpc.id)
        throw new AwsError(
          "Gateway.NotAttached",
          `resource ${gateway.id} is not attached to network ${vpc.id}`,
        );
      if (hasPublicAddress(context, vpc.id))
        throw new AwsError(
          "DependencyViolation",
          `Network ${vpc.id} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
        );
      refuseDryRun(input.DryRun);
      delete gateway.vpcId;
      return {};
    },
  },
  DeleteInternetGateway: {
    members: ["DryRun", "InternetGatewayId"],
    run(input, context) {
      const gateway = gatewayOf(context, input.InternetGatewayId);
      if (gateway.vpcId !== undefined)
        throw new AwsError(
          "DependencyViolation",
          `The internetGateway '${gateway.id}' has dependencies and cannot be deleted.`,
        );
      refuseDryRun(input.DryRun);
      delete ec2State(context).internetGateways[gateway.id];
      dropTags(context, gateway.id);
      return {};
    },
  },
});

function gatewayOf(context: RegionContext, id: string | undefined): InternetGatewayRecord {
  return find(
    ec2State(context).internetGateways,
    required(id, "internetGatewayId"),
    resourceKinds.internetGateway,
  );
}

function hasPublicAddress(context: RegionContext, vpcId: string): boolean {
  return Object.values(ec2State(context).interfaces).some(
    (each) => each.vpcId === vpcId && (each.publicIp !== undefined || each.allocationId !== undefined),
  );
}

function describe(gateway: InternetGatewayRecord, context: RegionContext): InternetGateway {
  return {
    // EC2 answers `available` here, a word that the SDK's enumeration does not have
    Attachments:
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      gateway.vpcId === undefined ? [] : [{ State: "available" as "attached", VpcId: gateway.vpcId }],
    InternetGatewayId: gateway.id,
    OwnerId: context.accountId,
    Tags: [...tagsOf(context, gateway.id)],
  };
}

function listing(context: RegionContext): Listing<InternetGatewayRecord> {
  return {
    kind: resourceKinds.internetGateway,
    items: ec2State(context).internetGateways,
    idOf: (gateway) => gateway.id,
    tagsOf: (gateway) => tagsOf(context, gateway.id),
    fields: {
      "attachment.state": (gateway) => (gateway.vpcId === undefined ? undefined : "available"),
      "attachment.vpc-id": (gateway) => gateway.vpcId,
      "internet-gateway-id": (gateway) => gateway.id,
      "owner-id": () => context.accountId,
    },
  };
}
