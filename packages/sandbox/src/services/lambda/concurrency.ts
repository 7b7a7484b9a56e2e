import { defineOperations } from "../../kernel/ServiceModule.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { listNamed } from "../../kernel/NameTable.ts";
import { functionOf, invalidParameter } from "./functionLookup.ts";
import { lambdaStore, type FunctionRecord } from "./LambdaState.ts";

/** Concurrent executions of an account in a region, and how many of them functions cannot reserve. */
const ACCOUNT_CONCURRENCY = 1000;
const LEAST_UNRESERVED = 100;

export const concurrencyOperations = defineOperations<"lambda">()({
  PutFunctionConcurrency: {
    members: ["FunctionName", "ReservedConcurrentExecutions"],
    run(input, context) {
      const record = functionOf(input.FunctionName, context);
      const reserved = input.ReservedConcurrentExecutions ?? 0;
      if (ACCOUNT_CONCURRENCY - reservedByOthers(record, context) - reserved < LEAST_UNRESERVED)
        throw invalidParameter(
          `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${LEAST_UNRESERVED}].`,
        );
      record.reservedConcurrency = reserved;
      return { ReservedConcurrentExecutions: reserved };
    },
  },
  GetFunctionConcurrency: {
    members: ["FunctionName"],
    run(input, context) {
      const { reservedConcurrency } = functionOf(input.FunctionName, context);
      return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
    },
  },
  DeleteFunctionConcurrency: {
    members: ["FunctionName"],
    run(input, context) {
      functionOf(input.FunctionName, context).reservedConcurrency = undefined;
      return {};
    },
  },
});

function reservedByOthers(record: FunctionRecord, context: CallContext): number {
  return listNamed(context.store(lambdaStore).functions)
    .filter((each) => each.name !== record.name)
    .reduce((sum, each) => sum + (each.reservedConcurrency ?? 0), 0);
}
