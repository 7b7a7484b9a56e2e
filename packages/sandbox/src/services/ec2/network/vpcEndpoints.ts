import type { VpcEndpoint } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { quotas, quotaValue } from "../account/quota.ts";
import { oncePerToken } from "../requests/clientToken.ts";
import { list, type Listing } from "../requests/listing.ts";
import { refuseDryRun, required } from "../requests/parameters.ts";
import { find, lookUp, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/Ec2State.ts";
import type { VpcEndpointRecord } from "./NetworkRecords.ts";
import { prefixListId, serviceName } from "./prefixLists.ts";
import { routeTableOf } from "./routeTables.ts";
import { vpcOf } from "./vpcs.ts";

const GATEWAY_SERVICES = ["s3", "dynamodb"] as const;

const ALLOW_ALL =
  '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';

export const vpcEndpointOperations = defineOperations<"ec2">()({
  CreateVpcEndpoint: {
    members: [
      "ClientToken",
      "DryRun",
      "PolicyDocument",
      "RouteTableIds",
      "ServiceName",
      "TagSpecifications",
      "VpcEndpointType",
      "VpcId",
    ],
    run(input, context) {
      const id = oncePerToken("CreateVpcEndpoint", input, context, () => {
        const vpc = vpcOf(context, input.VpcId);
        if (input.VpcEndpointType !== undefined && input.VpcEndpointType !== "Gateway")
          throw new AwsError(
            "UnsupportedOperation",
            `The sandbox models gateway endpoints only, not the type ${input.VpcEndpointType}.`,
          );
        const service = gatewayServiceOf(context, required(input.ServiceName, "serviceName"));
        const tables = checkTables(context, vpc.id, input.RouteTableIds ?? []);
        const tags = tagsFor(resourceKinds.vpcEndpoint, input.TagSpecifications, context);
        refuseMore(context);
        refuseDryRun(input.DryRun);
        const endpoint: VpcEndpointRecord = {
          id: context.ids.resourceId("vpce"),
          vpcId: vpc.id,
          serviceName: serviceName(context.region, service),
          createdMs: context.clock.nowMs(),
          policyDocument: input.PolicyDocument ?? ALLOW_ALL,
          routeTableIds: [],
        };
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
      "DryRun",
      "PolicyDocument",
      "RemoveRouteTableIds",
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

function gatewayServiceOf(context: RegionContext, name: string): "s3" | "dynamodb" {
  const service = GATEWAY_SERVICES.find((each) => serviceName(context.region, each) === name);
  if (service !== undefined) return service;
  throw new AwsError("InvalidServiceName", `The Vpc Endpoint Service '${name}' does not exist`);
}

function refuseMore(context: RegionContext): void {
  const count = Object.keys(ec2State(context).vpcEndpoints).length;
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
    VpcEndpointType: "Gateway",
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
      "vpc-endpoint-type": () => "Gateway",
      "vpc-id": (endpoint) => endpoint.vpcId,
    },
  };
}
