import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { fleetStatusOf, type FleetStatus } from "./fleetStatus.ts";

const KEY = { Id: { S: "COMPUTE_FLEET" } };

/** Reads the fleet's status; a table that is gone (the cluster is being deleted) reads as unknown. */
export function readFleetStatus(context: RegionContext, tableName: string): FleetStatus {
  try {
    const { Item } = context.call("dynamodb", "GetItem", {
      TableName: tableName,
      Key: KEY,
      ConsistentRead: true,
    });
    return fleetStatusOf(Item?.["Data"]?.M?.["status"]?.S);
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return "UNKNOWN";
    throw error;
  }
}

/** Writes the first status, as the head node's recipe does. */
export function createFleetItem(context: RegionContext, tableName: string, status: FleetStatus): void {
  context.call("dynamodb", "PutItem", {
    TableName: tableName,
    Item: {
      ...KEY,
      Data: { M: { status: { S: status }, lastStatusUpdatedTime: { S: updateTime(context) } } },
    },
  });
}

/** Changes the status if it still is what was read; false when someone else changed it meanwhile. */
export function changeFleetStatus(
  context: RegionContext,
  tableName: string,
  change: { readonly from: FleetStatus; readonly to: FleetStatus },
): boolean {
  try {
    context.call("dynamodb", "UpdateItem", {
      TableName: tableName,
      Key: KEY,
      UpdateExpression: "set #dt.#st=:s, #dt.#lut=:t",
      ConditionExpression: "#dt.#st = :from",
      ExpressionAttributeNames: { "#dt": "Data", "#st": "status", "#lut": "lastStatusUpdatedTime" },
      ExpressionAttributeValues: {
        ":s": { S: change.to },
        ":t": { S: updateTime(context) },
        ":from": { S: change.from },
      },
    });
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === "ConditionalCheckFailedException") return false;
    throw error;
  }
}

/** `2026-11-23 17:12:07 UTC`, as the head node writes times. */
export function updateTime(context: RegionContext): string {
  return `${new Date(context.clock.nowMs()).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
