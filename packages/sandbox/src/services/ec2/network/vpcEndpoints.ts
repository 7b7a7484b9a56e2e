import type { VpcEndpoint } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import type { InputOf } from "../../../kernel/serviceModels.ts";
import { quotas, quotaValue } from "../account/quota.ts";
import { checkGroups } from "../interfaces/interfaceLife.ts";
import { oncePerToken } from "../requests/clientToken.ts";
import { list, type Listing } from "../requests/listing.ts";
import { refuseDryRun, required } from "../requests/parameters.ts";
import { find, lookUp, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import {
  addInterfaces,
  changeSubnets,
  describeInterfaces,
  planInterfaces,
  removeInterfaces,
  setGroups,
} from "./interfaceEndpoints.ts";
import type { VpcEndpointRecord } from "./NetworkRecords.ts";
import { prefixListId, serviceName } from "./prefixLists.ts";
import { routeTableOf } from "./routeTables.ts";
import { vpcOf } from "./vpcs.ts";

const GATEWAY_SERVICES = ["s3", "dynamodb"] as const;

const ALLOW_ALL_OF_INTERFACE =
  '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}';

const ALLOW_ALL =
  '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';

export const vpcEndpointOperations = defineOperations<"ec2">()({
  CreateVpcEndpoint: {
    members: [
      "ClientToken",
      "DryRun",
      "PolicyDocument",
      "PrivateDnsEnabled",
      "RouteTableIds",
      "SecurityGroupIds",
      "ServiceName",
      "SubnetIds",
      "TagSpecifications",
      "VpcEndpointType",
      "VpcId",
    ],
    run(input, context) {
      const id = oncePerToken("CreateVpcEndpoint", input, context, () => {
        const vpc = vpcOf(context, input.VpcId);
        const name = required(input.ServiceName, "serviceName");
        const plan = isInterface(input.VpcEndpointType)
          ? planInterfaces(context, vpc, name, input)
          : undefined;
        const serviceFullName = plan === undefined ? gatewayServiceName(context, name) : name;
        const tables = checkTables(context, vpc.id, input.RouteTableIds ?? []);
        const tags = tagsFor(resourceKinds.vpcEndpoint, input.TagSpecifications, context);
        if (plan === undefined) refuseMore(context);
        refuseDryRun(input.DryRun);
        const endpoint: VpcEndpointRecord = {
          id: context.ids.resourceId("vpce"),
          vpcId: vpc.id,
          serviceName: serviceFullName,
          createdMs: context.clock.nowMs(),
          policyDocument: input.PolicyDocument ?? (plan === undefined ? ALLOW_ALL : ALLOW_ALL_OF_INTERFACE),
          routeTableIds: [],
        };
        if (plan !== undefined) endpoint.interfacePart = addInterfaces(context, endpoint.id, plan);
        ec2State(context).vpcEndpoints[endpoint.id] = endpoint;
        for (const table of tables) addRoute(context, endpoint, table);
        putTags(context, endpoint.id, tags);
        return endpoint.id;
      });
      const endpoint = find(ec2State(context).vpcEndpoints, id, resourceKinds.vpcEndpoint);
      return { VpcEndpoint: describe(endpoint, context), ClientToken: input.ClientToken };
    },
  },
  DescribeVpcEndpoints: {
    members: ["DryRun", "Filters", "MaxResults", "NextToken", "VpcEndpointIds"],
    run(input, context) {
      const page = list(listing(context), { ...input, ids: input.VpcEndpointIds });
      return {
        VpcEndpoints: page.items.map((endpoint) => describe(endpoint, context)),
        NextToken: page.nextToken,
      };
    },
  },
  ModifyVpcEndpoint: {
    members: [
      "AddRouteTableIds",
      "AddSecurityGroupIds",
      "AddSubnetIds",
      "DryRun",
      "PolicyDocument",
      "PrivateDnsEnabled",
      "RemoveRouteTableIds",
      "RemoveSecurityGroupIds",
      "RemoveSubnetIds",
      "ResetPolicy",
      "VpcEndpointId",
    ],
    run(input, context) {
      const endpoint = find(
        ec2State(context).vpcEndpoints,
        required(input.VpcEndpointId, "vpcEndpointId"),
        resourceKinds.vpcEndpoint,
      );
      const added = checkTables(context, endpoint.vpcId, input.AddRouteTableIds ?? []);
      refuseDryRun(input.DryRun);
      if (input.ResetPolicy === true) endpoint.policyDocument = ALLOW_ALL;
      endpoint.policyDocument = input.PolicyDocument ?? endpoint.policyDocument;
      for (const id of input.RemoveRouteTableIds ?? []) removeRoute(context, endpoint, id);
      for (const id of added) if (!endpoint.routeTableIds.includes(id)) addRoute(context, endpoint, id);
      changeInterfaces(context, endpoint, input);
      return { Return: true };
    },
  },
  DeleteVpcEndpoints: {
    members: ["DryRun", "VpcEndpointIds"],
    run(input, context) {
      const ids = required(input.VpcEndpointIds, "vpcEndpointIds");
      const { vpcEndpoints } = ec2State(context);
      refuseDryRun(input.DryRun);
      const unsuccessful = ids.filter((id) => lookUp(vpcEndpoints, id) === undefined);
      for (const id of ids) {
        const endpoint = lookUp(vpcEndpoints, id);
        if (endpoint === undefined) continue;
        for (const table of endpoint.routeTableIds.slice()) removeRoute(context, endpoint, table);
        removeInterfaces(context, endpoint);
        delete vpcEndpoints[id];
        dropTags(context, id);
      }
      return {
        Unsuccessful: unsuccessful.map((id) => ({
          ResourceId: id,
          Error: {
            Code: "InvalidVpcEndpoint.NotFound",
            Message: `The Vpc Endpoint Id '${id}' does not exist`,
          },
        })),
      };
    },
  },
});

/** @throws {AwsError} `UnsupportedOperation` for the kinds that are not modelled. */
function isInterface(type: string | undefined): boolean {
  if (type === undefined || type === "Gateway") return false;
  if (type === "Interface") return true;
  throw new AwsError("UnsupportedOperation", `The sandbox does not model VPC endpoints of the type ${type}.`);
}

function changeInterfaces(
  context: RegionContext,
  endpoint: VpcEndpointRecord,
  input: InputOf<"ec2", "ModifyVpcEndpoint">,
): void {
  const { interfacePart: part } = endpoint;
  if (part === undefined) return;
  changeSubnets(context, endpoint, {
    added: input.AddSubnetIds ?? [],
    removed: input.RemoveSubnetIds ?? [],
  });
  const kept = part.groupIds.filter((id) => input.RemoveSecurityGroupIds?.includes(id) !== true);
  const groups = [...kept, ...(input.AddSecurityGroupIds ?? [])];
  setGroups(context, part, checkGroups(context, vpcOf(context, endpoint.vpcId), groups));
  part.privateDns = input.PrivateDnsEnabled ?? part.privateDns;
}

function gatewayServiceName(context: RegionContext, name: string): string {
  if (GATEWAY_SERVICES.some((each) => serviceName(context.region, each) === name)) return name;
  throw new AwsError("InvalidServiceName", `The Vpc Endpoint Service '${name}' does not exist`);
}

function refuseMore(context: RegionContext): void {
  const endpoints = Object.values(ec2State(context).vpcEndpoints);
  const count = endpoints.filter((endpoint) => endpoint.interfacePart === undefined).length;
  if (count >= quotaValue(context, quotas.gatewayEndpointsPerRegion))
    throw new AwsError("VpcEndpointLimitExceeded", "The maximum number of VPC endpoints has been reached.");
}

function checkTables(context: RegionContext, vpcId: string, ids: readonly string[]): string[] {
  for (const id of ids)
    if (routeTableOf(context, id).vpcId !== vpcId)
      throw new AwsError(
        "InvalidParameter",
        `Route table ${id} and network ${vpcId} belong to different networks`,
      );
  return [...new Set(ids)];
}

function addRoute(context: RegionContext, endpoint: VpcEndpointRecord, tableId: string): void {
  const destination = prefixListOf(context, endpoint);
  const table = routeTableOf(context, tableId);
  if (table.routes.some((route) => route.destination === destination))
    throw new AwsError(
      "RouteAlreadyExists",
      `route table ${tableId} already has a route with destination-prefix-list-id ${destination}`,
    );
  endpoint.routeTableIds.push(tableId);
  table.routes.push({ destination, origin: "CreateRoute", target: { kind: "gatewayId", id: endpoint.id } });
}

function removeRoute(context: RegionContext, endpoint: VpcEndpointRecord, tableId: string): void {
  endpoint.routeTableIds = endpoint.routeTableIds.filter((id) => id !== tableId);
  const table = lookUp(ec2State(context).routeTables, tableId);
  const index = table?.routes.findIndex((route) => route.target.id === endpoint.id) ?? -1;
  if (index >= 0) table?.routes.splice(index, 1);
}

function prefixListOf(context: RegionContext, endpoint: VpcEndpointRecord): string {
  return prefixListId(context, endpoint.serviceName.split(".").at(-1) ?? "");
}

function describe(endpoint: VpcEndpointRecord, context: RegionContext): VpcEndpoint {
  return {
    VpcEndpointId: endpoint.id,
    VpcEndpointType: endpoint.interfacePart === undefined ? "Gateway" : "Interface",
    VpcId: endpoint.vpcId,
    ServiceName: endpoint.serviceName,
    // EC2 answers this in small letters, the SDK's enumeration has a capital
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    State: "available" as NonNullable<VpcEndpoint["State"]>,
    PolicyDocument: endpoint.policyDocument,
    RouteTableIds: [...endpoint.routeTableIds],
    SubnetIds: [],
    Groups: [],
    PrivateDnsEnabled: false,
    RequesterManaged: false,
    NetworkInterfaceIds: [],
    DnsEntries: [],
    ...(endpoint.interfacePart === undefined
      ? {}
      : describeInterfaces(endpoint, endpoint.interfacePart, context)),
    CreationTimestamp: new Date(endpoint.createdMs),
    Tags: [...tagsOf(context, endpoint.id)],
    OwnerId: context.accountId,
  };
}

function listing(context: RegionContext): Listing<VpcEndpointRecord> {
  return {
    kind: resourceKinds.vpcEndpoint,
    items: ec2State(context).vpcEndpoints,
    idOf: (endpoint) => endpoint.id,
    tagsOf: (endpoint) => tagsOf(context, endpoint.id),
    leastResults: 1,
    fields: {
      "service-name": (endpoint) => endpoint.serviceName,
      "vpc-endpoint-id": (endpoint) => endpoint.id,
      "vpc-endpoint-state": () => "available",
      "vpc-endpoint-type": (endpoint) => (endpoint.interfacePart === undefined ? "Gateway" : "Interface"),
      "vpc-id": (endpoint) => endpoint.vpcId,
    },
  };
}
