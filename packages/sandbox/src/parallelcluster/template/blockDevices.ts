import type { RootVolume } from "../configuration/ClusterConfiguration.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { ImageFacts } from "./TemplateFacts.ts";
import { withoutUndefined } from "./Resources.ts";

const EPHEMERAL_DEVICE_COUNT = 24;

/** The root volume, and a name for every instance store volume that a type can have. */
export function blockDevices(image: ImageFacts, volume: RootVolume): readonly JsonObject[] {
  const ephemeral = Array.from({ length: EPHEMERAL_DEVICE_COUNT }, (_, index) => ({
    DeviceName: `/dev/xvdb${String.fromCodePoint("a".charCodeAt(0) + index)}`,
    VirtualName: `ephemeral${index}`,
  }));
  const root = {
    DeviceName: image.rootDeviceName,
    Ebs: withoutUndefined({
      VolumeSize: volume.sizeGiB ?? image.rootVolumeGiB,
      Encrypted: volume.encrypted,
      VolumeType: volume.volumeType,
      Iops: volume.iops,
      Throughput: volume.throughputMBps,
      DeleteOnTermination: volume.deleteOnTermination,
    }),
  };
  return [...ephemeral, root];
}
