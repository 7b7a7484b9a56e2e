import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { isJsonObject } from "../../kernel/json.ts";
import { invalidNextToken } from "./monitoringErrors.ts";
import { monitoringStore } from "./MonitoringState.ts";

export const dashboardOperations = defineOperations<"monitoring">()({
  PutDashboard: {
    members: ["DashboardName", "DashboardBody"],
    run(input, context) {
      const name = input.DashboardName ?? "";
      if (!/^[\w-]{1,255}$/.test(name))
        throw invalidInput(`The value ${name} for field DashboardName contains invalid characters.`);
      checkBody(input.DashboardBody ?? "");
      putNamed(context.store(monitoringStore).dashboards, name, {
        name,
        body: input.DashboardBody ?? "",
        modifiedMs: context.clock.nowMs(),
      });
      return { DashboardValidationMessages: [] };
    },
  },
  GetDashboard: {
    members: ["DashboardName"],
    run(input, context) {
      const dashboard = findNamed(context.store(monitoringStore).dashboards, input.DashboardName ?? "");
      if (dashboard === undefined)
        throw new AwsError("ResourceNotFound", `Dashboard ${input.DashboardName ?? ""} does not exist`, {
          httpStatus: 404,
        });
      return {
        DashboardArn: dashboardArn(dashboard.name, context),
        DashboardBody: dashboard.body,
        DashboardName: dashboard.name,
      };
    },
  },
  ListDashboards: {
    members: ["DashboardNamePrefix", "NextToken"],
    run(input, context) {
      const dashboards = listNamed(context.store(monitoringStore).dashboards).filter((dashboard) =>
        dashboard.name.startsWith(input.DashboardNamePrefix ?? ""),
      );
      const page = pageByKey(dashboards, (dashboard) => dashboard.name, {
        token: input.NextToken,
        pageSize: 1000,
        badToken: invalidNextToken,
      });
      return {
        DashboardEntries: page.items.map((dashboard) => ({
          DashboardName: dashboard.name,
          DashboardArn: dashboardArn(dashboard.name, context),
          LastModified: new Date(dashboard.modifiedMs),
          Size: Buffer.byteLength(dashboard.body),
        })),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
  DeleteDashboards: {
    members: ["DashboardNames"],
    run(input, context) {
      const { dashboards } = context.store(monitoringStore);
      const missing = (input.DashboardNames ?? []).filter(
        (name) => findNamed(dashboards, name) === undefined,
      );
      if (missing.length > 0)
        throw new AwsError("ResourceNotFound", `Dashboard ${missing.join(", ")} does not exist`, {
          httpStatus: 404,
        });
      for (const name of input.DashboardNames ?? []) removeNamed(dashboards, name);
      return {};
    },
  },
});

/** Dashboards are of the account: their ARN has no region. */
function dashboardArn(name: string, context: RegionContext): string {
  return `arn:aws:cloudwatch::${context.accountId}:dashboard/${name}`;
}

function checkBody(body: string): void {
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (!isJsonObject(content)) throw invalidInput("The field DashboardBody must be a valid JSON object");
  const widgets = content["widgets"];
  if (widgets !== undefined && !Array.isArray(widgets))
    throw invalidInput("The field widgets of DashboardBody must be an array");
}

function invalidInput(message: string): AwsError {
  return new AwsError("InvalidParameterInput", message);
}
