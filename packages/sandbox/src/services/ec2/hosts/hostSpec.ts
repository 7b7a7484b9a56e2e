import type { HostSpec, HostUser } from "../../../hosts/HostDriver.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { officialImage } from "../images/officialImages.ts";
import type { InstanceRecord } from "../instances/InstanceRecord.ts";
import { hostName } from "../interfaces/describeInterface.ts";
import { tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { instanceTypeRow } from "../types/instanceTypeTable.ts";

/**
 * What the driver of the hosts has to know of an instance, with the program of the part that the instance belongs to;
 * one that belongs to none has what every image brings along.
 */
export function hostSpec(context: RegionContext, instance: InstanceRecord): HostSpec {
  const spec: HostSpec = {
    instanceId: instance.id,
    region: context.region,
    vpcId: instance.vpcId,
    subnetId: instance.subnetId,
    privateIpAddress: instance.privateIp ?? "",
    hostName: hostName(instance.privateIp ?? ""),
    userData: Buffer.from(instance.userData, "base64").toString(),
    tags: Object.fromEntries(tagsOf(context, instance.id).map((tag) => [tag.Key, tag.Value])),
    gpuCount: instanceTypeRow(instance.instanceType)?.gpus?.count ?? 0,
    user: userOf(context, instance),
  };
  return { ...spec, program: context.registry.hostProgram(spec, context) ?? { sshd: true } };
}

/** The default user of the image's operating system, with the key pair that the launch named. */
function userOf(context: RegionContext, { imageId, keyName }: InstanceRecord): HostUser {
  const image = officialImage(context, imageId);
  const name = /ubuntu/i.test(`${image?.name ?? ""} ${image?.description ?? ""}`) ? "ubuntu" : "ec2-user";
  const keyPair = Object.values(ec2State(context).keyPairs).find((each) => each.name === keyName);
  return keyPair === undefined ? { name } : { name, publicKey: keyPair.publicKey };
}
