import { flag, integer, nested, section, text } from "../field.ts";
import { PATTERNS } from "../patterns.ts";

export const headNodeRootVolumeSection = section("HeadNodeRootVolume", {
  VolumeType: text("UNSUPPORTED", {
    allowed: ["standard", "io1", "io2", "gp2", "st1", "sc1", "gp3"],
    default: "gp3",
    changeAction:
      "modify the volume by hand from the EC2 console following the EBS volume modification guide",
  }),
  Iops: integer("UNSUPPORTED", { defaultRule: "gp3: 3000; io1/io2: 100; other types: none" }),
  Size: integer("UNSUPPORTED", {
    defaultRule: "none = size of the AMI; in us-iso* regions 45 (40 before 3.13.0)",
    changeAction:
      "modify the volume by hand from the EC2 console following the EBS volume modification guide",
    changeReason: "after a resize the file system itself must be grown with OS-specific commands",
  }),
  Throughput: integer("UNSUPPORTED", { defaultRule: "gp3: 125; other types: none" }),
  Encrypted: flag("UNSUPPORTED", { default: true }),
  DeleteOnTermination: flag("UNSUPPORTED", { default: true }),
});

export const headNodeEphemeralVolumeSection = section("HeadNodeEphemeralVolume", {
  MountDir: text("UNSUPPORTED", { pattern: PATTERNS.mountDir, default: "/scratch" }),
});

export const headNodeStorageSection = section("HeadNodeStorage", {
  RootVolume: nested(headNodeRootVolumeSection, "SUPPORTED", {
    implied: true,
    changes: [{ since: "3.15.0", policy: "UNSUPPORTED" }],
  }),
  EphemeralVolume: nested(headNodeEphemeralVolumeSection, "UNSUPPORTED"),
});
