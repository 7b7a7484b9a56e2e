import { flag, nested, nestedList, section, text } from "../field.ts";
import { PATTERNS } from "../patterns.ts";
import { checkRoles, checkS3Access } from "../exclusionChecks.ts";

export const additionalIamPolicySection = section("AdditionalIamPolicy", {
  Policy: text("SUPPORTED", { required: true, pattern: PATTERNS.policy }),
});

export const s3AccessSection = section("S3Access", {
  BucketName: text("SUPPORTED", { required: true, pattern: PATTERNS.bucket }),
  KeyName: text("SUPPORTED"),
  EnableWriteAccess: flag("SUPPORTED", { default: false }),
});

export const headNodeIamSection = section(
  "HeadNodeIam",
  {
    InstanceRole: text("SUPPORTED", { pattern: PATTERNS.role }),
    AdditionalIamPolicies: nestedList(additionalIamPolicySection, "SUPPORTED", { itemKey: "Policy" }),
    S3Access: nestedList(s3AccessSection, "SUPPORTED", { itemKey: "BucketName" }),
    InstanceProfile: text("UNSUPPORTED", { pattern: PATTERNS.instanceProfile }),
  },
  { checks: [checkRoles, checkS3Access] },
);

export const queueIamSection = section(
  "QueueIam",
  {
    InstanceRole: text("SUPPORTED", { pattern: PATTERNS.role }),
    AdditionalIamPolicies: nestedList(additionalIamPolicySection, "SUPPORTED", { itemKey: "Policy" }),
    S3Access: nestedList(s3AccessSection, "SUPPORTED", { itemKey: "BucketName" }),
    InstanceProfile: text("COMPUTE_FLEET_STOP", { pattern: PATTERNS.instanceProfile }),
  },
  { checks: [checkRoles, checkS3Access] },
);

export const loginNodesIamSection = section(
  "LoginNodesIam",
  {
    InstanceRole: text("LOGIN_NODES_POOL_STOP", { pattern: PATTERNS.role }),
    AdditionalIamPolicies: nestedList(additionalIamPolicySection, "LOGIN_NODES_POOL_STOP", {
      itemKey: "Policy",
    }),
    InstanceProfile: text("LOGIN_NODES_POOL_STOP", { pattern: PATTERNS.instanceProfile }),
  },
  { checks: [checkRoles] },
);

export const rolesSection = section("Roles", {
  LambdaFunctionsRole: text("SUPPORTED"),
});

export const clusterIamSection = section("ClusterIam", {
  Roles: nested(rolesSection, "SUPPORTED"),
  PermissionsBoundary: text("SUPPORTED", { pattern: PATTERNS.policy }),
  ResourcePrefix: text("UNSUPPORTED", {
    note: "forms: name-prefix | /path/ | /path/name-prefix; see IamResourcePrefixValidator",
  }),
});
