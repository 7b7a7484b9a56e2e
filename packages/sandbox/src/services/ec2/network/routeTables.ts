import type { Route, RouteTable } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { list, type Listing } from "../requests/listing.ts";
import { invalidValue, refuseDryRun, required } from "../requests/parameters.ts";
import { find, missing, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { RouteRecord, RouteTableAssociation, RouteTableRecord } from "./NetworkRecords.ts";
import { routeState } from "./routeState.ts";
import { subnetOf } from "./subnets.ts";
import { vpcOf } from "./vpcs.ts";

export const routeTableOperations = defineOperations<"ec2">()({
  CreateRouteTable: {
    members: ["DryRun", "TagSpecifications", "VpcId"],
    run(input, context) {
      const vpc = vpcOf(context, input.VpcId);
      const tags = tagsFor(resourceKinds.routeTable, input.TagSpecifications, context);
      refuseDryRun(input.DryRun);
      const table: RouteTableRecord = {
        id: context.ids.resourceId("rtb"),
        vpcId: vpc.id,
        routes: vpc.cidrs.map((cidr) => ({
          destination: cidr.cidrBlock,
          origin: "CreateRouteTable",
          target: { kind: "gatewayId", id: "local" },
        })),
        associations: [],
      };
      ec2State(context).routeTables[table.id] = table;
      putTags(context, table.id, tags);
      return { RouteTable: describe(table, context) };
    },
  },
  DescribeRouteTables: {
    members: ["DryRun", "Filters", "MaxResults", "NextToken", "RouteTableIds"],
    run(input, context) {
      const page = list(listing(context), { ...input, ids: input.RouteTableIds });
      return { RouteTables: page.items.map((table) => describe(table, context)), NextToken: page.nextToken };
    },
  },
  DeleteRouteTable: {
    members: ["DryRun", "RouteTableId"],
    run(input, context) {
      const table = routeTableOf(context, input.RouteTableId);
      const state = ec2State(context);
      const isUsed =
        table.associations.length > 0 ||
        Object.values(state.vpcEndpoints).some((endpoint) => endpoint.routeTableIds.includes(table.id));
      if (isUsed)
        throw new AwsError(
          "DependencyViolation",
          `The routeTable '${table.id}' has dependencies and cannot be deleted.`,
        );
      refuseDryRun(input.DryRun);
      delete state.routeTables[table.id];
      dropTags(context, table.id);
      return {};
    },
  },
  AssociateRouteTable: {
    members: ["DryRun", "RouteTableId", "SubnetId"],
    run(input, context) {
      const table = routeTableOf(context, input.RouteTableId);
      const subnet = subnetOf(context, input.SubnetId);
      if (table.vpcId !== subnet.vpcId)
        throw invalidValue(`Route table ${table.id} and subnet ${subnet.id} belong to different networks`);
      const present = associationOfSubnet(context, subnet.id);
      if (present !== undefined && present.table === table)
        return { AssociationId: present.association.id, AssociationState: { State: "associated" } };
      if (present !== undefined)
        throw new AwsError(
          "Resource.AlreadyAssociated",
          `the specified association for route table ${table.id} conflicts with an existing association`,
        );
      refuseDryRun(input.DryRun);
      const id = context.ids.resourceId("rtbassoc");
      table.associations.push({ id, main: false, subnetId: subnet.id });
      return { AssociationId: id, AssociationState: { State: "associated" } };
    },
  },
  ReplaceRouteTableAssociation: {
    members: ["AssociationId", "DryRun", "RouteTableId"],
    run(input, context) {
      const { table: from, association } = associationNamed(context, input.AssociationId);
      const to = routeTableOf(context, input.RouteTableId);
      refuseDryRun(input.DryRun);
      from.associations.splice(from.associations.indexOf(association), 1);
      const id = context.ids.resourceId("rtbassoc");
      to.associations.push({ ...association, id });
      return { NewAssociationId: id, AssociationState: { State: "associated" } };
    },
  },
  DisassociateRouteTable: {
    members: ["AssociationId", "DryRun"],
    run(input, context) {
      const { table, association } = associationNamed(context, input.AssociationId);
      if (association.main)
        throw invalidValue(`cannot disassociate the main route table association ${association.id}`);
      refuseDryRun(input.DryRun);
      table.associations.splice(table.associations.indexOf(association), 1);
      return {};
    },
  },
});

/** @throws {AwsError} `MissingParameter`, `InvalidRouteTableID.NotFound` */
export function routeTableOf(context: RegionContext, id: string | undefined): RouteTableRecord {
  return find(ec2State(context).routeTables, required(id, "routeTableId"), resourceKinds.routeTable);
}

interface Placed {
  readonly table: RouteTableRecord;
  readonly association: RouteTableAssociation;
}

function associationNamed(context: RegionContext, id: string | undefined): Placed {
  const wanted = required(id, "associationId");
  const found = findAssociation(context, (association) => association.id === wanted);
  if (found !== undefined) return found;
  throw missing([wanted], resourceKinds.association);
}

function associationOfSubnet(context: RegionContext, subnetId: string): Placed | undefined {
  return findAssociation(context, (association) => association.subnetId === subnetId);
}

function findAssociation(
  context: RegionContext,
  isWanted: (association: RouteTableAssociation) => boolean,
): Placed | undefined {
  for (const table of Object.values(ec2State(context).routeTables)) {
    const association = table.associations.find(isWanted);
    if (association !== undefined) return { table, association };
  }
  return undefined;
}

function describe(table: RouteTableRecord, context: RegionContext): RouteTable {
  return {
    Associations: table.associations.map((association) => ({
      Main: association.main,
      RouteTableAssociationId: association.id,
      RouteTableId: table.id,
      ...(association.subnetId === undefined ? {} : { SubnetId: association.subnetId }),
      AssociationState: { State: "associated" },
    })),
    PropagatingVgws: [],
    RouteTableId: table.id,
    Routes: table.routes.map((route) => describeRoute(route, context)),
    Tags: [...tagsOf(context, table.id)],
    VpcId: table.vpcId,
    OwnerId: context.accountId,
  };
}

const TARGET_MEMBERS = {
  gatewayId: "GatewayId",
  natGatewayId: "NatGatewayId",
  networkInterfaceId: "NetworkInterfaceId",
  instanceId: "InstanceId",
} as const;

function describeRoute(route: RouteRecord, context: RegionContext): Route {
  return {
    ...(route.destination.startsWith("pl-")
      ? { DestinationPrefixListId: route.destination }
      : { DestinationCidrBlock: route.destination }),
    [TARGET_MEMBERS[route.target.kind]]: route.target.id,
    Origin: route.origin,
    State: routeState(context, route),
  };
}

function targets(kind: RouteRecord["target"]["kind"]): (table: RouteTableRecord) => string[] {
  return (table) =>
    table.routes.filter((route) => route.target.kind === kind).map((route) => route.target.id);
}

function listing(context: RegionContext): Listing<RouteTableRecord> {
  return {
    kind: resourceKinds.routeTable,
    items: ec2State(context).routeTables,
    idOf: (table) => table.id,
    tagsOf: (table) => tagsOf(context, table.id),
    mostResults: 100,
    fields: {
      "association.main": (table) => table.associations.map((each) => each.main),
      "association.route-table-association-id": (table) => table.associations.map((each) => each.id),
      "association.route-table-id": (table) => table.associations.map(() => table.id),
      "association.subnet-id": (table) => table.associations.map((each) => each.subnetId),
      "owner-id": () => context.accountId,
      "route-table-id": (table) => table.id,
      "route.destination-cidr-block": (table) =>
        table.routes.map((route) => route.destination).filter((text) => !text.startsWith("pl-")),
      "route.destination-prefix-list-id": (table) =>
        table.routes.map((route) => route.destination).filter((text) => text.startsWith("pl-")),
      "route.gateway-id": targets("gatewayId"),
      "route.instance-id": targets("instanceId"),
      "route.nat-gateway-id": targets("natGatewayId"),
      "route.origin": (table) => table.routes.map((route) => route.origin),
      "route.state": (table) => table.routes.map((route) => routeState(context, route)),
      "vpc-id": (table) => table.vpcId,
    },
  };
}
