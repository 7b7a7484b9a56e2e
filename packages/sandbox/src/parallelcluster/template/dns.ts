import { hasManagedZone, type ClusterPlan } from "./ClusterPlan.ts";
import type { Json } from "../../kernel/json.ts";
import { ref } from "./intrinsics.ts";
import type { Resources } from "./Resources.ts";

/** The private zone in which nodes find each other by Slurm's names. */
export function dnsZone(plan: ClusterPlan): Resources {
  if (!hasManagedZone(plan)) return {};
  return {
    Route53HostedZone: {
      Type: "AWS::Route53::HostedZone",
      Properties: {
        Name: ref("ClusterDNSDomain"),
        VPCs: [{ VPCId: plan.vpcId, VPCRegion: ref("AWS::Region") }],
      },
    },
  };
}

/** Id of the zone: the managed one, the user's, or none. */
export function zoneId(plan: ClusterPlan): Json | undefined {
  if (!plan.configuration.slurm.managedDns) return undefined;
  return plan.configuration.slurm.hostedZoneId ?? ref("Route53HostedZone");
}
