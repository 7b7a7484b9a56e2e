import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { DASHBOARD_DURATIONS } from "../durations.ts";

export const dashboardResource: ResourceProvider = {
  type: "AWS::CloudWatch::Dashboard",
  durations: DASHBOARD_DURATIONS,
  create(properties, context) {
    const DashboardName = readProperties(properties).text("DashboardName") ?? generatedName(context, 255);
    put(DashboardName, properties, context);
    return { physicalId: DashboardName };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: {} }),
  update: (physicalId, { after }, context) => put(physicalId, after, context),
  delete(physicalId, _properties, context) {
    try {
      context.call("monitoring", "DeleteDashboards", { DashboardNames: [physicalId] });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "ResourceNotFound")) throw error;
    }
  },
};

function put(DashboardName: string, properties: JsonObject, context: ResourceContext): void {
  const DashboardBody = readProperties(properties).text("DashboardBody");
  context.call("monitoring", "PutDashboard", { DashboardName, DashboardBody });
}
