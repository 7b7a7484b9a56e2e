import { action, anything, flag, nested, section, text, textList } from "../field.ts";
import { PATTERNS } from "../patterns.ts";
import { checkSecurityGroups } from "../exclusionChecks.ts";
import { dcvSection } from "./dcv.ts";
import { headNodeStorageSection } from "./headNodeStorage.ts";
import { headNodeIamSection } from "./iam.ts";
import { headNodeImageSection } from "./image.ts";

export const headNodeProxySection = section("HeadNodeProxy", {
  HttpProxyAddress: text("UNSUPPORTED"),
});

export const headNodeNetworkingSection = section(
  "HeadNodeNetworking",
  {
    AdditionalSecurityGroups: textList("SUPPORTED", { items: { pattern: PATTERNS.securityGroup } }),
    SecurityGroups: textList("SUPPORTED", { items: { pattern: PATTERNS.securityGroup } }),
    SubnetId: text("UNSUPPORTED", { required: true, pattern: PATTERNS.subnet }),
    ElasticIp: anything("UNSUPPORTED", {
      note: "any type: boolean, the strings true/false (any case) or an existing Elastic IP / allocation id; other strings are looked up in EC2 by ElasticIpValidator",
    }),
    Proxy: nested(headNodeProxySection, "UNSUPPORTED"),
  },
  { checks: [checkSecurityGroups] },
);

export const headNodeSshSection = section("HeadNodeSsh", {
  KeyName: text("UNSUPPORTED"),
  AllowedIps: text("SUPPORTED", { pattern: PATTERNS.cidrOrPrefixList, default: "0.0.0.0/0" }),
});

export const sharedStorageEfsSettingsSection = section("SharedStorageEfsSettings", {
  Encrypted: flag("UNSUPPORTED", { default: false }),
});

export const headNodeCustomActionsSection = section("HeadNodeCustomActions", {
  OnNodeStart: action("UNSUPPORTED"),
  OnNodeConfigured: action("UNSUPPORTED"),
  OnNodeUpdated: action("SUPPORTED"),
});

export const headNodeImdsSection = section("Imds", {
  Secured: flag("UNSUPPORTED", { default: true }),
});

export const headNodeSection = section("HeadNode", {
  InstanceType: text("UNSUPPORTED", { required: true }),
  DisableSimultaneousMultithreading: flag("UNSUPPORTED", { default: false }),
  Networking: nested(headNodeNetworkingSection, "UNSUPPORTED", { required: true }),
  Ssh: nested(headNodeSshSection, "SUPPORTED", { implied: true }),
  LocalStorage: nested(headNodeStorageSection, "SUPPORTED", {
    implied: true,
    changes: [{ since: "3.15.0", policy: "UNSUPPORTED" }],
  }),
  SharedStorageType: text("UNSUPPORTED", { allowed: ["Ebs", "Efs"], default: "Ebs" }),
  SharedStorageEfsSettings: nested(sharedStorageEfsSettingsSection, "UNSUPPORTED", {
    since: "3.14.0",
    note: "settings of the internal EFS; only with SharedStorageType Efs",
  }),
  Dcv: nested(dcvSection, "UNSUPPORTED"),
  CustomActions: nested(headNodeCustomActionsSection, "IGNORED"),
  Iam: nested(headNodeIamSection, "SUPPORTED", { implied: true }),
  Imds: nested(headNodeImdsSection, "UNSUPPORTED", { implied: true }),
  Image: nested(headNodeImageSection, "UNSUPPORTED"),
});
