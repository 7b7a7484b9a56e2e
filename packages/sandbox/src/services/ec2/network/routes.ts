import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { invalidValue, refuseDryRun } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/ec2Store.ts";
import { contains, parseCidr } from "./cidr.ts";
import type { RouteRecord, RouteTableRecord } from "./NetworkRecords.ts";
import { prefixLists } from "./prefixLists.ts";
import { routeTableOf } from "./routeTables.ts";

interface RouteInput {
  readonly DestinationCidrBlock?: string | undefined;
  readonly DestinationPrefixListId?: string | undefined;
  readonly GatewayId?: string | undefined;
  readonly NatGatewayId?: string | undefined;
  readonly NetworkInterfaceId?: string | undefined;
  readonly InstanceId?: string | undefined;
}

export const routeOperations = defineOperations<"ec2">()({
  CreateRoute: {
    members: [
      "DestinationCidrBlock",
      "DestinationPrefixListId",
      "DryRun",
      "GatewayId",
      "InstanceId",
      "NatGatewayId",
      "NetworkInterfaceId",
      "RouteTableId",
    ],
    run(input, context) {
      const table = routeTableOf(context, input.RouteTableId);
      const destination = destinationOf(context, input);
      const target = targetOf(context, table, input);
      const present = table.routes.find((route) => route.destination === destination);
      if (present !== undefined) refuseExisting(present, target);
      refuseMoreSpecificThanLocal(table, destination, target);
      refuseDryRun(input.DryRun);
      if (present === undefined) table.routes.push({ destination, origin: "CreateRoute", target });
      return { Return: true };
    },
  },
  ReplaceRoute: {
    members: [
      "DestinationCidrBlock",
      "DestinationPrefixListId",
      "DryRun",
      "GatewayId",
      "InstanceId",
      "NatGatewayId",
      "NetworkInterfaceId",
      "RouteTableId",
    ],
    run(input, context) {
      const table = routeTableOf(context, input.RouteTableId);
      const route = routeNamed(table, destinationOf(context, input), "InvalidParameterValue");
      const target = targetOf(context, table, input);
      refuseDryRun(input.DryRun);
      route.target = target;
      return {};
    },
  },
  DeleteRoute: {
    members: ["DestinationCidrBlock", "DestinationPrefixListId", "DryRun", "RouteTableId"],
    run(input, context) {
      const table = routeTableOf(context, input.RouteTableId);
      const route = routeNamed(table, destinationOf(context, input), "InvalidRoute.NotFound");
      if (route.target.id === "local")
        throw invalidValue(`cannot remove local route ${route.destination} in route table ${table.id}`);
      if (route.target.id.startsWith("vpce-"))
        throw invalidValue(`cannot remove endpoint route ${route.destination} in route table ${table.id}`);
      refuseDryRun(input.DryRun);
      table.routes.splice(table.routes.indexOf(route), 1);
      return {};
    },
  },
});

function destinationOf(context: RegionContext, input: RouteInput): string {
  if (input.DestinationPrefixListId !== undefined)
    return find(prefixLists(context), input.DestinationPrefixListId, resourceKinds.prefixList).id;
  const text = input.DestinationCidrBlock;
  if (text === undefined)
    throw new AwsError(
      "MissingParameter",
      "The request must contain exactly one of destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId.",
    );
  const cidr = parseCidr(text);
  if (cidr === undefined)
    throw invalidValue(
      `Value (${text}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`,
    );
  return cidr.text;
}

function targetOf(context: RegionContext, table: RouteTableRecord, input: RouteInput): RouteRecord["target"] {
  const given = [input.GatewayId, input.NatGatewayId, input.NetworkInterfaceId, input.InstanceId].filter(
    (id) => id !== undefined,
  );
  if (given.length !== 1)
    throw new AwsError(
      given.length === 0 ? "MissingParameter" : "InvalidParameterCombination",
      "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, localGatewayId, carrierGatewayId, vpcEndpointId, coreNetworkArn, instanceId",
    );
  const state = ec2State(context);
  if (input.NatGatewayId !== undefined) {
    // a deleted gateway can be described for a while and is no target any more
    const gateway = find(state.natGateways, input.NatGatewayId, resourceKinds.natGateway);
    if (gateway.state === "deleted" || gateway.state === "deleting")
      throw new AwsError("InvalidNatGatewayID.NotFound", `The natGateway ID '${gateway.id}' does not exist`);
    return { kind: "natGatewayId", id: gateway.id };
  }
  if (input.NetworkInterfaceId !== undefined)
    return {
      kind: "networkInterfaceId",
      id: find(state.interfaces, input.NetworkInterfaceId, resourceKinds.networkInterface).id,
    };
  if (input.InstanceId !== undefined)
    return { kind: "instanceId", id: find(state.instances, input.InstanceId, resourceKinds.instance).id };
  return gatewayTarget(context, table, input.GatewayId ?? "");
}

function gatewayTarget(context: RegionContext, table: RouteTableRecord, id: string): RouteRecord["target"] {
  if (id.startsWith("vpce-"))
    return { kind: "gatewayId", id: find(ec2State(context).vpcEndpoints, id, resourceKinds.vpcEndpoint).id };
  const gateway = find(ec2State(context).internetGateways, id, resourceKinds.internetGateway);
  if (gateway.vpcId !== table.vpcId)
    throw invalidValue(
      `route table ${table.id} and network gateway ${gateway.id} belong to different networks`,
    );
  return { kind: "gatewayId", id: gateway.id };
}

function refuseExisting(present: RouteRecord, target: RouteRecord["target"]): void {
  if (present.target.id === target.id) return;
  throw new AwsError("RouteAlreadyExists", `The route identified by ${present.destination} already exists.`);
}

function refuseMoreSpecificThanLocal(
  table: RouteTableRecord,
  destination: string,
  target: RouteRecord["target"],
): void {
  const cidr = parseCidr(destination);
  const isInVpc = table.routes.some((route) => {
    const local = route.target.id === "local" ? parseCidr(route.destination) : undefined;
    return local !== undefined && cidr !== undefined && contains(local, cidr);
  });
  if (isInVpc && target.kind === "gatewayId")
    throw invalidValue(
      `The destination CIDR block ${destination} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.`,
    );
}

function routeNamed(
  table: RouteTableRecord,
  destination: string,
  code: "InvalidParameterValue" | "InvalidRoute.NotFound",
): RouteRecord {
  const route = table.routes.find((each) => each.destination === destination);
  if (route !== undefined) return route;
  if (code === "InvalidRoute.NotFound")
    throw new AwsError(
      code,
      `no route with destination-cidr-block ${destination} in route table ${table.id}`,
    );
  throw new AwsError(
    code,
    `There is no route defined for '${destination}' in the route table. Use CreateRoute instead.`,
  );
}
