import { action, integer, nested, nestedList, section, text, textList } from "../field.ts";
import { PATTERNS } from "../patterns.ts";
import { checkSecurityGroups } from "../exclusionChecks.ts";
import { dcvSection } from "./dcv.ts";
import { loginNodesIamSection } from "./iam.ts";
import { loginNodesImageSection } from "./image.ts";

export const loginNodeProxySection = section("LoginNodeProxy", {
  HttpProxyAddress: text("SUPPORTED"),
});

export const loginNodesNetworkingSection = section(
  "LoginNodesNetworking",
  {
    AdditionalSecurityGroups: textList("LOGIN_NODES_POOL_STOP", {
      items: { pattern: PATTERNS.securityGroup },
    }),
    SecurityGroups: textList("LOGIN_NODES_POOL_STOP", { items: { pattern: PATTERNS.securityGroup } }),
    SubnetIds: textList("LOGIN_NODES_POOL_STOP", {
      required: true,
      length: 1,
      items: { pattern: PATTERNS.subnet },
      note: "exactly one subnet",
    }),
    Proxy: nested(loginNodeProxySection, "LOGIN_NODES_POOL_STOP"),
  },
  { checks: [checkSecurityGroups] },
);

export const loginNodesSshSection = section("LoginNodesSsh", {
  KeyName: text("LOGIN_NODES_POOL_STOP", {
    removedIn: "3.15.0",
    removedHint: "Remove the key: login nodes use the key pair of the head node.",
    defaultRule: "value of HeadNode/Ssh/KeyName",
  }),
  AllowedIps: text("LOGIN_NODES_POOL_STOP", {
    pattern: PATTERNS.cidrOrPrefixList,
    defaultRule: "value of HeadNode/Ssh/AllowedIps",
  }),
});

export const loginNodesCustomActionsSection = section("LoginNodesCustomActions", {
  OnNodeStart: action("UNSUPPORTED"),
  OnNodeConfigured: action("UNSUPPORTED"),
  OnNodeUpdated: action("SUPPORTED"),
});

export const loginNodesPoolSection = section("LoginNodesPool", {
  Name: text("LOGIN_NODES_POOL_STOP", { required: true }),
  InstanceType: text("LOGIN_NODES_POOL_STOP", { required: true }),
  Image: nested(loginNodesImageSection, "LOGIN_NODES_POOL_STOP"),
  Networking: nested(loginNodesNetworkingSection, "LOGIN_NODES_POOL_STOP", { required: true }),
  Count: integer("SUPPORTED", {
    required: true,
    min: 0,
    defaultRule: "1 in the model, but the schema requires the key so the default is never used",
  }),
  Dcv: nested(dcvSection, "UNSUPPORTED"),
  Ssh: nested(loginNodesSshSection, "LOGIN_NODES_POOL_STOP", { implied: true }),
  CustomActions: nested(loginNodesCustomActionsSection, "IGNORED"),
  Iam: nested(loginNodesIamSection, "LOGIN_NODES_POOL_STOP", { implied: true }),
  GracetimePeriod: integer("SUPPORTED", { min: 3, max: 120, default: 10, note: "minutes" }),
});

export const loginNodesSection = section("LoginNodes", {
  Pools: nestedList(loginNodesPoolSection, "LOGIN_NODES_POOLS_UPDATE_POLICY", {
    required: true,
    itemKey: "Name",
    note: "schema sets no length limit; validator: at most 10 pools, enforced by MaxCountValidator (resource name LoginNodePools) since 3.13.0",
  }),
});
