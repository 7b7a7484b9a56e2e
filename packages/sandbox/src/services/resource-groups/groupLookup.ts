import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { findNamed } from "../../kernel/NameTable.ts";
import { resourceGroupsStore, type GroupRecord } from "./ResourceGroupsState.ts";

/** A group as operations name it: by name or ARN, in the newer member or the older one. */
export interface GroupReference {
  readonly Group?: string | undefined;
  readonly GroupName?: string | undefined;
}

export function groupOf(reference: GroupReference, context: RegionContext): GroupRecord {
  const text = reference.Group ?? reference.GroupName;
  if (text === undefined) throw badRequest("Group must be specified");
  const name = text.startsWith("arn:") ? text.slice(text.lastIndexOf("/") + 1) : text;
  const group = findNamed(context.store(resourceGroupsStore).groups, name);
  if (group === undefined)
    throw new AwsError("NotFoundException", `Cannot find group: ${name}`, { httpStatus: 404 });
  return group;
}

export function badRequest(message: string): AwsError {
  return new AwsError("BadRequestException", message);
}
