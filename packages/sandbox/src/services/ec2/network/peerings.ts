import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { applyFilters } from "../requests/filters.ts";
import { refuseDryRun } from "../requests/parameters.ts";

export const peeringOperations = defineOperations<"ec2">()({
  /** No peering can be made in the sandbox, so there is none. */
  DescribeVpcPeeringConnections: {
    members: ["DryRun", "Filters", "MaxResults", "NextToken"],
    run(input, context) {
      applyFilters([], input.Filters, {
        fields: {
          "accepter-vpc-info.cidr-block": () => undefined,
          "accepter-vpc-info.owner-id": () => undefined,
          "accepter-vpc-info.vpc-id": () => undefined,
          "expiration-time": () => undefined,
          "requester-vpc-info.cidr-block": () => undefined,
          "requester-vpc-info.owner-id": () => context.accountId,
          "requester-vpc-info.vpc-id": () => undefined,
          "status-code": () => undefined,
          "status-message": () => undefined,
          "vpc-peering-connection-id": () => undefined,
        },
        tagsOf: () => [],
      });
      refuseDryRun(input.DryRun);
      return { VpcPeeringConnections: [] };
    },
  },
});
