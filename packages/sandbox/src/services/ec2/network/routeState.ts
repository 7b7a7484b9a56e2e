import type { RegionContext } from "../../../kernel/CallContext.ts";
import { lookUp } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { RouteRecord } from "./NetworkRecords.ts";

/** A route whose target is gone, detached or down stays in its table as a black hole. */
export function routeState(context: RegionContext, route: RouteRecord): "active" | "blackhole" {
  return isReachable(context, route.target) ? "active" : "blackhole";
}

function isReachable(context: RegionContext, { kind, id }: RouteRecord["target"]): boolean {
  const state = ec2State(context);
  switch (kind) {
    case "gatewayId":
      if (id === "local") return true;
      if (id.startsWith("vpce-")) return lookUp(state.vpcEndpoints, id) !== undefined;
      return lookUp(state.internetGateways, id)?.vpcId !== undefined;
    case "natGatewayId": {
      const gateway = lookUp(state.natGateways, id);
      return gateway?.state === "available" || gateway?.state === "pending";
    }
    case "networkInterfaceId":
      return lookUp(state.interfaces, id)?.attachment !== undefined;
    case "instanceId":
      return lookUp(state.instances, id)?.state === "running";
  }
}
