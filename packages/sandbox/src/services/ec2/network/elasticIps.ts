import type { Address } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { quotas, quotaValue } from "../account/quota.ts";
import { takePublicAddress } from "../interfaces/addresses.ts";
import { interfaceOf } from "../interfaces/interfaceLife.ts";
import type { NetworkInterfaceRecord } from "../interfaces/NetworkInterfaceRecord.ts";
import { applyFilters } from "../requests/filters.ts";
import { oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { find, lookUp, missing, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { ElasticIpRecord } from "./NetworkRecords.ts";

export const elasticIpOperations = defineOperations<"ec2">()({
  AllocateAddress: {
    members: ["Domain", "DryRun", "NetworkBorderGroup", "TagSpecifications"],
    run(input, context) {
      oneOf(input.Domain ?? "vpc", ["vpc"], "domain");
      oneOf(input.NetworkBorderGroup ?? context.region, [context.region], "networkBorderGroup");
      const tags = tagsFor(resourceKinds.elasticIp, input.TagSpecifications, context);
      const { elasticIps } = ec2State(context);
      if (Object.keys(elasticIps).length >= quotaValue(context, quotas.elasticIps))
        throw new AwsError("AddressLimitExceeded", "The maximum number of addresses has been reached.");
      refuseDryRun(input.DryRun);
      const address: ElasticIpRecord = {
        allocationId: context.ids.resourceId("eipalloc"),
        publicIp: takePublicAddress(context),
      };
      elasticIps[address.allocationId] = address;
      putTags(context, address.allocationId, tags);
      return {
        AllocationId: address.allocationId,
        PublicIp: address.publicIp,
        Domain: "vpc",
        PublicIpv4Pool: "amazon",
        NetworkBorderGroup: context.region,
      };
    },
  },
  DescribeAddresses: {
    members: ["AllocationIds", "DryRun", "Filters", "PublicIps"],
    run(input, context) {
      const selected = applyFilters(named(context, input.AllocationIds, input.PublicIps), input.Filters, {
        tagsOf: (address) => tagsOf(context, address.allocationId),
        fields: {
          "allocation-id": (address) => address.allocationId,
          "association-id": (address) => address.association?.id,
          domain: () => "vpc",
          "instance-id": (address) => address.association?.instanceId,
          "network-border-group": () => context.region,
          "network-interface-id": (address) => address.association?.interfaceId,
          "network-interface-owner-id": (address) =>
            address.association === undefined ? undefined : context.accountId,
          "private-ip-address": (address) => address.association?.privateIp,
          "public-ip": (address) => address.publicIp,
        },
      });
      refuseDryRun(input.DryRun);
      return { Addresses: selected.map((address) => describe(address, context)) };
    },
  },
  AssociateAddress: {
    members: [
      "AllocationId",
      "AllowReassociation",
      "DryRun",
      "InstanceId",
      "NetworkInterfaceId",
      "PrivateIpAddress",
      "PublicIp",
    ],
    run(input, context) {
      const address = addressOf(context, input);
      const target = targetOf(context, input.InstanceId, input.NetworkInterfaceId);
      const isNew = input.AllowReassociation !== false || address.association?.interfaceId === target.id;
      if (address.association !== undefined && !isNew)
        throw new AwsError(
          "Resource.AlreadyAssociated",
          `resource ${address.allocationId} is already associated with associate-id ${address.association.id}`,
        );
      refuseDryRun(input.DryRun);
      return { AssociationId: associate(context, address, target) };
    },
  },
  DisassociateAddress: {
    members: ["AssociationId", "DryRun", "PublicIp"],
    run(input, context) {
      const { elasticIps } = ec2State(context);
      const address = Object.values(elasticIps).find((each) =>
        input.AssociationId === undefined
          ? each.publicIp === input.PublicIp
          : each.association?.id === input.AssociationId,
      );
      if (address?.association === undefined)
        throw missing(
          [required(input.AssociationId ?? input.PublicIp, "associationId")],
          resourceKinds.association,
        );
      refuseUseByService(context, address);
      refuseDryRun(input.DryRun);
      disassociate(context, address);
      return {};
    },
  },
  ReleaseAddress: {
    members: ["AllocationId", "DryRun", "PublicIp"],
    run(input, context) {
      const address = addressOf(context, input);
      if (address.association !== undefined)
        throw new AwsError("InvalidIPAddress.InUse", `Address ${address.publicIp} is in use.`);
      refuseDryRun(input.DryRun);
      delete ec2State(context).elasticIps[address.allocationId];
      dropTags(context, address.allocationId);
      return {};
    },
  },
});

/** Puts an elastic IP on an interface, taking it off another one first; answers the association's id. */
export function associate(
  context: RegionContext,
  address: ElasticIpRecord,
  target: NetworkInterfaceRecord,
): string {
  if (address.association?.interfaceId === target.id) return address.association.id;
  disassociate(context, address);
  const present = lookUp(ec2State(context).elasticIps, target.allocationId ?? "");
  if (present !== undefined) disassociate(context, present);
  const id = context.ids.resourceId("eipassoc");
  address.association = {
    id,
    interfaceId: target.id,
    privateIp: target.privateIp ?? "",
    ...(target.attachment?.instanceId === undefined ? {} : { instanceId: target.attachment.instanceId }),
  };
  target.allocationId = address.allocationId;
  delete target.publicIp;
  return id;
}

export function disassociate(context: RegionContext, address: ElasticIpRecord): void {
  const target = lookUp(ec2State(context).interfaces, address.association?.interfaceId ?? "");
  if (target !== undefined) delete target.allocationId;
  delete address.association;
}

function addressOf(
  context: RegionContext,
  input: { AllocationId?: string | undefined; PublicIp?: string | undefined },
): ElasticIpRecord {
  const { elasticIps } = ec2State(context);
  if (input.AllocationId === undefined && input.PublicIp !== undefined)
    return byPublicIp(context, input.PublicIp);
  return find(elasticIps, required(input.AllocationId, "allocationId"), resourceKinds.elasticIp);
}

function byPublicIp(context: RegionContext, publicIp: string): ElasticIpRecord {
  const found = Object.values(ec2State(context).elasticIps).find((each) => each.publicIp === publicIp);
  if (found !== undefined) return found;
  throw new AwsError("InvalidAddress.NotFound", `Address '${publicIp}' not found.`);
}

function named(
  context: RegionContext,
  allocationIds: readonly string[] | undefined,
  publicIps: readonly string[] | undefined,
): ElasticIpRecord[] {
  const { elasticIps } = ec2State(context);
  if ((allocationIds ?? []).length === 0 && (publicIps ?? []).length === 0) return Object.values(elasticIps);
  return [
    ...(allocationIds ?? []).map((id) => find(elasticIps, id, resourceKinds.elasticIp)),
    ...(publicIps ?? []).map((publicIp) => byPublicIp(context, publicIp)),
  ];
}

function targetOf(
  context: RegionContext,
  instanceId: string | undefined,
  interfaceId: string | undefined,
): NetworkInterfaceRecord {
  if (interfaceId !== undefined) return interfaceOf(context, interfaceId);
  const instance = find(
    ec2State(context).instances,
    required(instanceId, "instanceId"),
    resourceKinds.instance,
  );
  const primary = instance.interfaceIds[0];
  if (primary === undefined)
    throw new AwsError(
      "InvalidInstanceID",
      `The instance '${instance.id}' is not in a valid state for this operation.`,
    );
  return interfaceOf(context, primary);
}

function refuseUseByService(context: RegionContext, address: ElasticIpRecord): void {
  const holder = lookUp(ec2State(context).interfaces, address.association?.interfaceId ?? "");
  if (holder?.requesterId !== undefined)
    throw new AwsError("AuthFailure", "You do not have permission to access the specified resource.");
}

function describe(address: ElasticIpRecord, context: RegionContext): Address {
  const { association } = address;
  return {
    AllocationId: address.allocationId,
    PublicIp: address.publicIp,
    Domain: "vpc",
    PublicIpv4Pool: "amazon",
    NetworkBorderGroup: context.region,
    ...(association === undefined
      ? {}
      : {
          AssociationId: association.id,
          NetworkInterfaceId: association.interfaceId,
          NetworkInterfaceOwnerId: context.accountId,
          PrivateIpAddress: association.privateIp,
          ...(association.instanceId === undefined ? {} : { InstanceId: association.instanceId }),
        }),
    Tags: [...tagsOf(context, address.allocationId)],
  };
}
