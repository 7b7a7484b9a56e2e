import type { ComputeResource, Queue } from "../configuration/ClusterConfiguration.ts";
import type { Json, JsonObject } from "../../kernel/json.ts";
import { headNodeGroups } from "./securityGroups.ts";
import type { ClusterPlan } from "./ClusterPlan.ts";
import { ref } from "./intrinsics.ts";
import { withoutUndefined } from "./Resources.ts";
import type { InstanceTypeFacts } from "./TemplateFacts.ts";

/** The head node's interfaces: the prepared one first, then one per further network card. */
export function headNodeInterfaces(plan: ClusterPlan, type: InstanceTypeFacts): readonly JsonObject[] {
  const further = type.cardInterfaceLimits.slice(1).map((limit, index) => ({
    NetworkCardIndex: index + 1,
    DeviceIndex: deviceIndex(limit),
    Groups: headNodeGroups(plan),
    SubnetId: plan.configuration.headNode.subnetId,
  }));
  return [{ DeviceIndex: 0, NetworkInterfaceId: ref("HeadNodeENI") }, ...further];
}

/** A compute node's interfaces: one per network card; with EFA as the version lays them out. */
export function computeInterfaces(
  plan: ClusterPlan,
  node: { readonly queue: Queue; readonly resource: ComputeResource; readonly type: InstanceTypeFacts },
  groups: readonly Json[],
): readonly JsonObject[] {
  const { queue, resource, type } = node;
  const cards = type.cardInterfaceLimits;
  const place = resource.flexible ? {} : { SubnetId: queue.subnetIds[0] };
  const publicAddress = (index: number): boolean | undefined => {
    if (queue.assignPublicIp !== undefined && index === 0) return queue.assignPublicIp;
    return cards.length > 1 ? false : undefined;
  };
  const plain = (index: number, limit: number, interfaceType: string | undefined) =>
    withoutUndefined({
      NetworkCardIndex: index,
      DeviceIndex: index === 0 ? 0 : deviceIndex(limit),
      InterfaceType: interfaceType,
      Groups: groups,
      AssociatePublicIpAddress: publicAddress(index),
      ...place,
    });
  if (!resource.efaEnabled) return cards.map((limit, index) => plain(index, limit, undefined));
  if (plan.facts.version.efaLayout === "efa" || cards.length === 1)
    return cards.map((limit, index) => plain(index, limit, "efa"));
  const efaOnly = cards.map((_, index) =>
    withoutUndefined({
      NetworkCardIndex: index,
      DeviceIndex: 1,
      InterfaceType: "efa-only",
      Groups: groups,
      AssociatePublicIpAddress: false,
      ...place,
    }),
  );
  return [plain(0, cards[0] ?? 1, undefined), ...efaOnly];
}

/** A card that takes a single interface has only index 0. */
function deviceIndex(interfaceLimit: number): number {
  return interfaceLimit === 1 ? 0 : 1;
}
