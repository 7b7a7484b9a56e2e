import type { NatGateway } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import type { Json } from "../../../kernel/json.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import type { TimerHandler } from "../../../kernel/ServiceModule.ts";
import { quotas, quotaValue } from "../account/quota.ts";
import { ec2Durations } from "../durations.ts";
import { checkAddress, notEnoughAddresses } from "../interfaces/addresses.ts";
import { createInterface, removeInterface } from "../interfaces/interfaceLife.ts";
import { oncePerToken } from "../requests/clientToken.ts";
import { list, type Listing } from "../requests/listing.ts";
import { oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { find, lookUp, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { associate } from "./elasticIps.ts";
import type { NatGatewayRecord, SubnetRecord } from "./NetworkRecords.ts";
import { freeAddressCount, subnetOf } from "./subnets.ts";

interface NatGatewayPlan {
  readonly subnet: SubnetRecord;
  readonly connectivityType: "public" | "private";
  readonly allocationId: string | undefined;
  readonly privateIp: string | undefined;
}

export const natGatewayOperations = defineOperations<"ec2">()({
  CreateNatGateway: {
    members: [
      "AllocationId",
      "ClientToken",
      "ConnectivityType",
      "DryRun",
      "PrivateIpAddress",
      "SubnetId",
      "TagSpecifications",
    ],
    run(input, context) {
      const id = oncePerToken("CreateNatGateway", input, context, () => {
        const plan = planNatGateway(context, input);
        const tags = tagsFor(resourceKinds.natGateway, input.TagSpecifications, context);
        refuseDryRun(input.DryRun);
        const gateway = createNatGateway(context, plan);
        putTags(context, gateway.id, tags);
        return gateway.id;
      });
      const gateway = find(ec2State(context).natGateways, id, resourceKinds.natGateway);
      return { ClientToken: input.ClientToken, NatGateway: describe(gateway, context) };
    },
  },
  DescribeNatGateways: {
    members: ["DryRun", "Filter", "MaxResults", "NatGatewayIds", "NextToken"],
    run(input, context) {
      const page = list(listing(context), { ...input, Filters: input.Filter, ids: input.NatGatewayIds });
      return {
        NatGateways: page.items.map((gateway) => describe(gateway, context)),
        NextToken: page.nextToken,
      };
    },
  },
  DeleteNatGateway: {
    members: ["DryRun", "NatGatewayId"],
    run(input, context) {
      const gateway = find(
        ec2State(context).natGateways,
        required(input.NatGatewayId, "natGatewayId"),
        resourceKinds.natGateway,
      );
      refuseDryRun(input.DryRun);
      if (gateway.state !== "deleting" && gateway.state !== "deleted") {
        gateway.state = "deleting";
        schedule(context, "ec2.nat-gateway-deleted", gateway.id, ec2Durations.natGatewayDeletionMs);
      }
      return { NatGatewayId: gateway.id };
    },
  },
});

export const natGatewayTimers: Readonly<Record<string, TimerHandler>> = {
  "ec2.nat-gateway-available": (id, context) => {
    const gateway = gatewayOf(context, id);
    if (gateway?.state === "pending") gateway.state = "available";
  },
  "ec2.nat-gateway-deleted": (id, context) => {
    const gateway = gatewayOf(context, id);
    if (gateway === undefined) return;
    gateway.state = "deleted";
    gateway.deletedMs = context.clock.nowMs();
    removeInterface(context, gateway.interfaceId);
    context.clock.schedule({
      kind: "ec2.nat-gateway-forgotten",
      region: context.region,
      payload: gateway.id,
      afterMs: ec2Durations.natGatewayVisibleMs,
      background: true,
    });
  },
  "ec2.nat-gateway-forgotten": (id, context) => {
    const gateway = gatewayOf(context, id);
    if (gateway === undefined) return;
    delete ec2State(context).natGateways[gateway.id];
    dropTags(context, gateway.id);
  },
};

function gatewayOf(context: RegionContext, id: Json): NatGatewayRecord | undefined {
  return typeof id === "string" ? lookUp(ec2State(context).natGateways, id) : undefined;
}

function schedule(context: RegionContext, kind: string, id: string, afterMs: number): void {
  context.clock.schedule({ kind, region: context.region, payload: id, afterMs });
}

function planNatGateway(
  context: CallContext,
  input: {
    SubnetId?: string | undefined;
    ConnectivityType?: string | undefined;
    AllocationId?: string | undefined;
    PrivateIpAddress?: string | undefined;
  },
): NatGatewayPlan {
  const subnet = subnetOf(context, input.SubnetId);
  const type = oneOf(input.ConnectivityType ?? "public", ["public", "private"], "connectivityType");
  if (type === "public") checkPublic(context, subnet, input.AllocationId);
  else if (input.AllocationId !== undefined)
    throw new AwsError("InvalidParameter", "AllocationId cannot be specified for a private NAT gateway");
  const inZone = Object.values(ec2State(context).natGateways).filter(
    (gateway) =>
      (gateway.state === "pending" || gateway.state === "available") &&
      lookUp(ec2State(context).subnets, gateway.subnetId)?.zoneName === subnet.zoneName,
  );
  const most = quotaValue(context, quotas.natGatewaysPerZone);
  if (inZone.length >= most)
    throw new AwsError(
      "NatGatewayLimitExceeded",
      `The maximum limit of NatGateways (${most}) has been reached for this availability zone.`,
    );
  if (input.PrivateIpAddress !== undefined) checkAddress(subnet, input.PrivateIpAddress);
  if (freeAddressCount(subnet) < 1) throw notEnoughAddresses(subnet.id);
  return {
    subnet,
    connectivityType: type,
    allocationId: input.AllocationId,
    privateIp: input.PrivateIpAddress,
  };
}

function checkPublic(context: RegionContext, subnet: SubnetRecord, allocationId: string | undefined): void {
  if (allocationId === undefined)
    throw new AwsError(
      "MissingParameter",
      "The request must include the AllocationId parameter. Add the required parameter and retry the request.",
    );
  const state = ec2State(context);
  const address = find(state.elasticIps, allocationId, resourceKinds.elasticIp);
  if (address.association !== undefined)
    throw new AwsError(
      "Resource.AlreadyAssociated",
      `Elastic IP address [${allocationId}] is already associated`,
    );
  if (!Object.values(state.internetGateways).some((gateway) => gateway.vpcId === subnet.vpcId))
    throw new AwsError("Gateway.NotAttached", `Network ${subnet.vpcId} has no Internet gateway attached`);
}

function createNatGateway(context: RegionContext, plan: NatGatewayPlan): NatGatewayRecord {
  const state = ec2State(context);
  const id = context.ids.resourceId("nat");
  const card = createInterface(context, {
    subnet: plan.subnet,
    groupIds: [],
    description: `Interface for NAT Gateway ${id}`,
    interfaceType: "nat_gateway",
    privateIp: plan.privateIp,
    requesterId: "amazon-elb",
  });
  card.attachment = {
    id: context.ids.resourceId("ela-attach"),
    instanceOwnerId: "amazon-aws",
    deviceIndex: 1,
    networkCardIndex: 0,
    attachedMs: context.clock.nowMs(),
    deleteOnTermination: false,
  };
  const address = lookUp(state.elasticIps, plan.allocationId ?? "");
  const gateway: NatGatewayRecord = {
    id,
    vpcId: plan.subnet.vpcId,
    subnetId: plan.subnet.id,
    connectivityType: plan.connectivityType,
    createdMs: context.clock.nowMs(),
    interfaceId: card.id,
    privateIp: card.privateIp ?? "",
    ...(address === undefined
      ? {}
      : {
          allocationId: address.allocationId,
          publicIp: address.publicIp,
          associationId: associate(context, address, card),
        }),
    state: "pending",
  };
  state.natGateways[id] = gateway;
  schedule(context, "ec2.nat-gateway-available", id, ec2Durations.natGatewayCreationMs);
  return gateway;
}

function describe(gateway: NatGatewayRecord, context: RegionContext): NatGateway {
  return {
    ConnectivityType: gateway.connectivityType,
    CreateTime: new Date(gateway.createdMs),
    ...(gateway.deletedMs === undefined ? {} : { DeleteTime: new Date(gateway.deletedMs) }),
    NatGatewayAddresses: [
      {
        ...(gateway.allocationId === undefined
          ? {}
          : {
              AllocationId: gateway.allocationId,
              AssociationId: gateway.associationId,
              PublicIp: gateway.publicIp,
            }),
        IsPrimary: true,
        NetworkInterfaceId: gateway.interfaceId,
        PrivateIp: gateway.privateIp,
        Status: "succeeded",
      },
    ],
    NatGatewayId: gateway.id,
    State: gateway.state,
    SubnetId: gateway.subnetId,
    Tags: [...tagsOf(context, gateway.id)],
    VpcId: gateway.vpcId,
  };
}

function listing(context: RegionContext): Listing<NatGatewayRecord> {
  return {
    kind: resourceKinds.natGateway,
    items: ec2State(context).natGateways,
    idOf: (gateway) => gateway.id,
    tagsOf: (gateway) => tagsOf(context, gateway.id),
    fields: {
      "nat-gateway-id": (gateway) => gateway.id,
      state: (gateway) => gateway.state,
      "subnet-id": (gateway) => gateway.subnetId,
      "vpc-id": (gateway) => gateway.vpcId,
    },
  };
}
