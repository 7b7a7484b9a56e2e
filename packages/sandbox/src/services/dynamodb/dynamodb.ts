import { defineService } from "../../kernel/ServiceModule.ts";
import { batchOperations } from "./batches.ts";
import { itemOperations } from "./items.ts";
import { queryOperations } from "./queries.ts";
import { tableResource } from "./resources/tableResource.ts";
import { tableOperations, tableTimers } from "./tables.ts";
import { tableSettingOperations } from "./tableSettings.ts";

/** Amazon DynamoDB: tables, items, expressions and secondary indexes. */
export const dynamodb = defineService("dynamodb", {
  operations: {
    ...tableOperations,
    ...tableSettingOperations,
    ...itemOperations,
    ...batchOperations,
    ...queryOperations,
  },
  timers: tableTimers,
  resourceTypes: [tableResource],
});
