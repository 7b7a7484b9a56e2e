import { flag, nested, nestedList, section, text } from "../field.ts";
import { checkTags } from "../tagChecks.ts";
import { checkBatchLimits, clusterNeeds } from "../schedulerChecks.ts";
import { clusterDeploymentSettingsSection } from "./deploymentSettings.ts";
import { clusterDevSettingsSection } from "./devSettings.ts";
import { directoryServiceSection } from "./directoryService.ts";
import { headNodeSection } from "./headNode.ts";
import { clusterIamSection } from "./iam.ts";
import { imageSection } from "./image.ts";
import { loginNodesSection } from "./loginNodes.ts";
import { monitoringSection } from "./monitoring.ts";
import { schedulingSection } from "./scheduling.ts";
import { sharedStorageSection } from "./sharedStorage.ts";
import { tagSection } from "./tags.ts";

export const topLevelImdsSection = section("Imds", {
  ImdsSupport: text("UNSUPPORTED", { allowed: ["v1.0", "v2.0"], default: "v2.0" }),
});

export const intelSoftwareSection = section("IntelSoftware", {
  IntelHpcPlatform: flag("UNSUPPORTED", { default: false }),
});

export const additionalPackagesSection = section("AdditionalPackages", {
  IntelSoftware: nested(intelSoftwareSection, "UNSUPPORTED"),
});

export const clusterSection = section(
  "Cluster",
  {
    LoginNodes: nested(loginNodesSection, "LOGIN_NODES_STOP"),
    Image: nested(imageSection, "UNSUPPORTED", { required: true }),
    HeadNode: nested(headNodeSection, "SUPPORTED", { required: true }),
    Scheduling: nested(schedulingSection, "UNSUPPORTED", { required: true }),
    SharedStorage: nestedList(sharedStorageSection, "SHARED_STORAGE_UPDATE_POLICY", { itemKey: "Name" }),
    Monitoring: nested(monitoringSection, "IGNORED", { implied: true }),
    AdditionalPackages: nested(additionalPackagesSection, "UNSUPPORTED"),
    Tags: nestedList(tagSection, "UNSUPPORTED", {
      check: checkTags,
      changes: [{ since: "3.15.1", policy: "SUPPORTED_UNLESS_ADC" }],
      itemKey: "Key",
      note: "no key starting with parallelcluster: (except parallelcluster:custom_resource); no duplicate keys",
    }),
    Iam: nested(clusterIamSection, "IGNORED"),
    DirectoryService: nested(directoryServiceSection, "COMPUTE_AND_LOGIN_NODES_STOP"),
    Region: text("UNSUPPORTED", { defaultRule: "none: --region, then AWS_DEFAULT_REGION, then profile" }),
    Imds: nested(topLevelImdsSection, "UNSUPPORTED", { implied: true }),
    CustomS3Bucket: text("READ_ONLY_RESOURCE_BUCKET", {
      defaultRule: "none: a managed regional bucket parallelcluster-<hash>-v1-DO-NOT-DELETE is created/used",
    }),
    AdditionalResources: text("SUPPORTED"),
    DevSettings: nested(clusterDevSettingsSection, "SUPPORTED"),
    DeploymentSettings: nested(clusterDeploymentSettingsSection, "UNSUPPORTED"),
  },
  { checks: [checkBatchLimits], needs: clusterNeeds },
);
