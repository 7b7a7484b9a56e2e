import type { FailedResource } from "@aws-sdk/client-resource-groups";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { allowsType, resourceTypeOf } from "./groupConfiguration.ts";
import { badRequest, groupOf } from "./groupLookup.ts";
import { checkedSize } from "./groups.ts";
import type { GroupRecord } from "./ResourceGroupsState.ts";

export const memberOperations = defineOperations<"resource-groups">()({
  GroupResources: {
    members: ["Group", "ResourceArns"],
    run(input, context) {
      const group = groupOf(input, context);
      const arns = checkedArns(input.ResourceArns);
      const failures = arns.map((arn) => failureOf(group, arn, context));
      const Succeeded = arns.filter((_arn, index) => failures[index] === undefined);
      group.members = [...new Set([...group.members, ...Succeeded])];
      return { Succeeded, Failed: failures.filter((failure) => failure !== undefined), Pending: [] };
    },
  },
  UngroupResources: {
    members: ["Group", "ResourceArns"],
    run(input, context) {
      const group = groupOf(input, context);
      const arns = checkedArns(input.ResourceArns);
      const Succeeded = arns.filter((arn) => group.members.includes(arn));
      group.members = group.members.filter((arn) => !Succeeded.includes(arn));
      const Failed = arns
        .filter((arn) => !Succeeded.includes(arn))
        .map((arn) => failed(arn, "ResourceNotFound", "The resource is not a member of the group."));
      return { Succeeded, Failed, Pending: [] };
    },
  },
  ListGroupResources: {
    members: ["Group", "GroupName", "Filters", "MaxResults", "NextToken"],
    run(input, context) {
      const group = groupOf(input, context);
      const types = (input.Filters ?? []).flatMap(({ Values }) => Values ?? []);
      const members = group.members
        .map((arn, index) => ({ ResourceArn: arn, ResourceType: resourceTypeOf(arn) ?? "", index }))
        .filter(({ ResourceType }) => types.length === 0 || types.includes(ResourceType));
      const page = pageByKey(members, ({ index }) => String(index).padStart(8, "0"), {
        token: input.NextToken,
        pageSize: checkedSize(input.MaxResults),
        badToken: () => badRequest("The pagination token is not valid."),
      });
      const identifiers = page.items.map(({ ResourceArn, ResourceType }) => ({ ResourceArn, ResourceType }));
      return {
        Resources: identifiers.map((Identifier) => ({ Identifier })),
        ResourceIdentifiers: identifiers,
        QueryErrors: [],
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
});

function checkedArns(arns: readonly string[] | undefined): readonly string[] {
  if (arns === undefined || arns.length < 1 || arns.length > 10)
    throw badRequest("ResourceArns must have between 1 and 10 members");
  return arns;
}

function failureOf(group: GroupRecord, arn: string, context: CallContext): FailedResource | undefined {
  const type = resourceTypeOf(arn);
  if (type === undefined || !allowsType(group, type))
    return failed(
      arn,
      "ResourceTypeNotAllowed",
      "The resource type is not allowed by the group's configuration.",
    );
  const id = arn.slice(arn.lastIndexOf("/") + 1);
  try {
    context.call("ec2", "DescribeCapacityReservations", { CapacityReservationIds: [id] });
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return failed(arn, error.code, error.message);
    throw error;
  }
}

function failed(ResourceArn: string, ErrorCode: string, ErrorMessage: string): FailedResource {
  return { ResourceArn, ErrorCode, ErrorMessage };
}
