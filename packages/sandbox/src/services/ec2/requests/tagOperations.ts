import type { TagDescription } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { flowLogs } from "../network/flowLogStore.ts";
import { allAcls } from "../network/networkAclOf.ts";
import { networkParts } from "../network/networkPartStore.ts";
import { ec2State } from "../state/ec2Store.ts";
import { applyFilters } from "./filters.ts";
import { pageOf } from "./paging.ts";
import { refuseDryRun, required } from "./parameters.ts";
import { kindOfId, missing, resourceKinds, type ResourceKind } from "./resourceKinds.ts";
import { checkTags, limitTags, mergeTags, putTags, tagsOf } from "./tags.ts";

export const tagOperations = defineOperations<"ec2">()({
  CreateTags: {
    members: ["DryRun", "Resources", "Tags"],
    run(input, context) {
      const ids = required(input.Resources, "resourceIdSet");
      const tags = checkTags(required(input.Tags, "tagSet"), context);
      for (const id of ids) {
        requireResource(context, id);
        limitTags(mergeTags(tagsOf(context, id), tags));
      }
      refuseDryRun(input.DryRun);
      for (const id of ids) putTags(context, id, tags);
      return {};
    },
  },
  DeleteTags: {
    members: ["DryRun", "Resources", "Tags"],
    run(input, context) {
      const ids = required(input.Resources, "resourceIdSet");
      for (const id of ids) requireResource(context, id);
      refuseDryRun(input.DryRun);
      const removed = input.Tags ?? [];
      const { tags } = ec2State(context);
      for (const id of ids)
        tags[id] = tagsOf(context, id).filter((tag) =>
          input.Tags === undefined
            ? tag.Key.startsWith("aws:")
            : !removed.some(
                (each) => each.Key === tag.Key && (each.Value === undefined || each.Value === tag.Value),
              ),
        );
      return {};
    },
  },
  DescribeTags: {
    members: ["DryRun", "Filters", "MaxResults", "NextToken"],
    run(input, context) {
      const all = Object.entries(ec2State(context).tags).flatMap(([ResourceId, tags]) =>
        tags.map((tag): TagDescription => ({
          Key: tag.Key,
          Value: tag.Value,
          ResourceId,
          ResourceType: tagType(ResourceId),
        })),
      );
      const selected = applyFilters(all, input.Filters, {
        fields: {
          key: (tag) => tag.Key,
          value: (tag) => tag.Value,
          "resource-id": (tag) => tag.ResourceId,
          "resource-type": (tag) => tag.ResourceType,
        },
        tagsOf: (tag) => [tag],
      });
      const page = pageOf(selected, input, {
        idOf: (tag) => `${tag.ResourceId ?? ""}/${tag.Key ?? ""}`,
        leastResults: 5,
        mostResults: 1000,
      });
      refuseDryRun(input.DryRun);
      return { Tags: [...page.items], NextToken: page.nextToken };
    },
  },
});

function tagType(id: string): NonNullable<TagDescription["ResourceType"]> {
  // the table of kinds holds EC2's own names of resource types
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (kindOfId(id)?.tagType ?? "") as NonNullable<TagDescription["ResourceType"]>;
}

function requireResource(context: RegionContext, id: string): void {
  const kind = kindOfId(id);
  if (kind === undefined) throw new AwsError("InvalidID", `The ID '${id}' is not valid`);
  if (!Object.hasOwn(recordsOf(context, kind), id)) throw missing([id], kind);
}

function recordsOf(context: RegionContext, kind: ResourceKind): Readonly<Record<string, unknown>> {
  const state = ec2State(context);
  const byPrefix: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    [resourceKinds.vpc.prefix]: state.vpcs,
    [resourceKinds.subnet.prefix]: state.subnets,
    [resourceKinds.internetGateway.prefix]: state.internetGateways,
    [resourceKinds.natGateway.prefix]: state.natGateways,
    [resourceKinds.routeTable.prefix]: state.routeTables,
    [resourceKinds.dhcpOptions.prefix]: networkParts(context).dhcpOptions,
    [resourceKinds.flowLog.prefix]: flowLogs(context),
    [resourceKinds.networkAcl.prefix]: allAcls(context),
    [resourceKinds.elasticIp.prefix]: state.elasticIps,
    [resourceKinds.vpcEndpoint.prefix]: state.vpcEndpoints,
    [resourceKinds.securityGroup.prefix]: state.securityGroups,
    [resourceKinds.securityGroupRule.prefix]: Object.fromEntries(
      Object.values(state.securityGroups).flatMap((group) => group.rules.map((rule) => [rule.id, rule])),
    ),
    [resourceKinds.networkInterface.prefix]: state.interfaces,
    [resourceKinds.keyPair.prefix]: state.keyPairs,
    [resourceKinds.instance.prefix]: state.instances,
    [resourceKinds.launchTemplate.prefix]: state.launchTemplates,
    [resourceKinds.capacityReservation.prefix]: state.reservations,
    [resourceKinds.placementGroup.prefix]: state.placementGroups,
    [resourceKinds.volume.prefix]: state.volumes,
    [resourceKinds.snapshot.prefix]: state.snapshots,
  };
  return byPrefix[kind.prefix] ?? {};
}
