import type { VPCRegion } from "@aws-sdk/client-route-53";

/** A region's name as the type of the Route 53 client; the service itself says when it does not know it. */
export function vpcRegionOf(region: string): VPCRegion {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the client's list of regions is older than the regions; names come from the engine
  return region as VPCRegion;
}
