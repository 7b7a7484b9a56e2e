import { flag, nested, section, text, textList } from "../field.ts";
import { PATTERNS } from "../patterns.ts";

export const lambdaFunctionsVpcConfigSection = section("LambdaFunctionsVpcConfig", {
  SecurityGroupIds: textList("UNSUPPORTED", {
    required: true,
    minLength: 1,
    maxLength: 5,
    items: { pattern: PATTERNS.securityGroup },
  }),
  SubnetIds: textList("UNSUPPORTED", {
    required: true,
    minLength: 1,
    maxLength: 16,
    items: { pattern: PATTERNS.subnet },
  }),
});

export const clusterDeploymentSettingsSection = section("ClusterDeploymentSettings", {
  LambdaFunctionsVpcConfig: nested(lambdaFunctionsVpcConfigSection, "UNSUPPORTED"),
  DisableSudoAccessForDefaultUser: flag("COMPUTE_AND_LOGIN_NODES_STOP", {
    defaultRule: "none (behaves as false)",
  }),
  DefaultUserHome: text("UNSUPPORTED", { allowed: ["Shared", "Local"], default: "Shared" }),
});
