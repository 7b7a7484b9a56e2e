import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { AnyOperation, Operations } from "../../../kernel/ServiceModule.ts";
import { ec2State } from "../state/ec2Store.ts";
import { hostNetwork } from "./hostNetwork.ts";

/** Tells the driver of the hosts how the networks with instances are now. */
export function configureHosts(context: RegionContext): void {
  if (context.hosts.kind === "simulated") return;
  const vpcIds = new Set(
    Object.values(ec2State(context).instances)
      .filter(({ state }) => state === "pending" || state === "running")
      .map(({ vpcId }) => vpcId),
  );
  for (const vpcId of vpcIds) context.hosts.configureNetwork(hostNetwork(context, vpcId));
}

/** The same operations; what they change in the network is in force on the hosts afterwards. */
export function inForceOnHosts<Group extends Operations<"ec2">>(group: Group): Group {
  const followed: [string, unknown][] = Object.entries(group).map(([name, operation]) => [
    name,
    READ_ONLY.test(name) ? operation : followedByHosts(operation),
  ]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the operations of the group under their names
  return Object.fromEntries(followed) as Group;
}

const READ_ONLY = /^(Describe|Get)/;

function followedByHosts(operation: AnyOperation): AnyOperation {
  return {
    ...operation,
    run(input, context) {
      const output = operation.run(input, context);
      configureHosts(context);
      return output;
    },
  };
}
