import { AwsError } from "../../../kernel/AwsError.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { list } from "../requests/listing.ts";
import { oneOf, refuseDryRun } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { InstanceRecord } from "./InstanceRecord.ts";
import { instanceListing } from "./instanceListing.ts";

const FIELDS = { "instance-id": (instance: InstanceRecord) => instance.id };
const OPTIONS = ["standard", "unlimited"] as const;

export const cpuCreditOperations = defineOperations<"ec2">()({
  DescribeInstanceCreditSpecifications: {
    members: ["DryRun", "Filters", "InstanceIds", "MaxResults", "NextToken"],
    run(input, context) {
      const burstable = Object.fromEntries(
        Object.entries(ec2State(context).instances).filter(
          ([, instance]) => instance.cpuCredits !== undefined,
        ),
      );
      const listing = { ...instanceListing(context), items: burstable, fields: FIELDS };
      const page = list(listing, { ...input, ids: input.InstanceIds });
      return {
        InstanceCreditSpecifications: page.items.map(({ id, cpuCredits }) => ({
          InstanceId: id,
          CpuCredits: cpuCredits,
        })),
        NextToken: page.nextToken,
      };
    },
  },
  ModifyInstanceCreditSpecification: {
    members: ["ClientToken", "DryRun", "InstanceCreditSpecifications"],
    run(input, context) {
      const changes = (input.InstanceCreditSpecifications ?? []).map(({ InstanceId = "", CpuCredits }) => {
        const instance = find(ec2State(context).instances, InstanceId, resourceKinds.instance);
        return { instance, cpuCredits: cpuCreditsOf(instance.instanceType, CpuCredits) };
      });
      refuseDryRun(input.DryRun);
      for (const { instance, cpuCredits } of changes)
        if (cpuCredits !== undefined) instance.cpuCredits = cpuCredits;
      return {
        SuccessfulInstanceCreditSpecifications: changes.map(({ instance }) => ({ InstanceId: instance.id })),
        UnsuccessfulInstanceCreditSpecifications: [],
      };
    },
  },
});

/**
 * How an instance uses CPU credits: as asked, else unlimited, T2 standard; undefined for types without credits.
 * @throws {AwsError} `InvalidParameterCombination` when another type is asked for them
 */
export function cpuCreditsOf(instanceType: string, given: string | undefined): InstanceRecord["cpuCredits"] {
  if (/^t\d/.test(instanceType))
    return oneOf(given ?? (instanceType.startsWith("t2.") ? "standard" : "unlimited"), OPTIONS, "cpuCredits");
  if (given === undefined) return undefined;
  throw new AwsError(
    "InvalidParameterCombination",
    `The instance type '${instanceType}' does not support credit specification.`,
  );
}
