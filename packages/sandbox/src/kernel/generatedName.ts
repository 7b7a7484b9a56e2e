import type { ResourceContext } from "../cloudformation/ResourceProvider.ts";

const SUFFIX_LENGTH = 12;

/**
 * The name that CloudFormation gives to a resource without one: `<stack>-<logical id>-<12 letters and digits>`.
 * When that is longer than `maxLength`, the stack name and the logical id are cut to share the room.
 */
export function generatedName(context: ResourceContext, maxLength: number): string {
  const room = maxLength - SUFFIX_LENGTH - 2;
  const { stackName, logicalId } = context;
  const stackRoom = Math.min(stackName.length, Math.max(Math.floor(room / 2), room - logicalId.length));
  const suffix = context.ids.upperAlphanumeric("cloudformation-name", SUFFIX_LENGTH);
  return `${stackName.slice(0, stackRoom)}-${logicalId.slice(0, room - stackRoom)}-${suffix}`;
}
