import { flag, integer, nested, nestedList, section, text } from "../field.ts";
import { checkJson } from "../fieldChecks.ts";
import { tagSection } from "./tags.ts";

export const cookbookSection = section("Cookbook", {
  ChefCookbook: text("UNSUPPORTED", {
    changeReason:
      "cookbook changes would reach compute nodes only; to do it anyway stop the compute fleet and force the update",
  }),
  ExtraChefAttributes: text("UNSUPPORTED", {
    check: checkJson,
    changes: [{ since: "3.15.0", policy: "EXTRA_CHEF_ATTRIBUTES" }],
    changeReason:
      "cookbook changes would reach compute nodes only; to do it anyway stop the compute fleet and force the update",
    note: "must be a JSON text (keyword: is invalid)",
  }),
});

export const amiSearchFiltersSection = section("AmiSearchFilters", {
  Tags: nestedList(tagSection, "UNSUPPORTED", { itemKey: "Key" }),
  Owner: text("UNSUPPORTED"),
  NamePrefix: text("UNSUPPORTED", {
    since: "3.15.0",
    note: "text put in front of the name of the official AMI that is searched",
  }),
});

export const timeoutsSection = section("Timeouts", {
  HeadNodeBootstrapTimeout: integer("UNSUPPORTED", {
    min: 1,
    default: 2100,
    note: "seconds; 1800 up to 3.12.0",
  }),
  ComputeNodeBootstrapTimeout: integer("SUPPORTED", {
    min: 1,
    default: 2100,
    note: "seconds; 1800 up to 3.12.0",
  }),
  ComputeInstanceInfoTimeout: integer("SUPPORTED", {
    min: 1,
    default: 90,
    since: "3.16.0",
    note: "seconds for EC2 to show the instances that a fleet request launched",
  }),
});

export const clusterDevSettingsSection = section("ClusterDevSettings", {
  Cookbook: nested(cookbookSection, "UNSUPPORTED", { changes: [{ since: "3.15.0", policy: "IGNORED" }] }),
  NodePackage: text("UNSUPPORTED"),
  AwsBatchCliPackage: text("UNSUPPORTED", { removedIn: "3.16.0" }),
  ClusterTemplate: text("SUPPORTED", { note: "URL checked by UrlValidator" }),
  AmiSearchFilters: nested(amiSearchFiltersSection, "UNSUPPORTED"),
  InstanceTypesData: text("SUPPORTED", {
    note: "JSON text of additional DescribeInstanceTypes data; parsed before schema load",
  }),
  Timeouts: nested(timeoutsSection, "SUPPORTED"),
  ComputeStartupTimeMetricEnabled: flag("SUPPORTED", { default: false }),
  EfaInterfaceType: text("QUEUE_UPDATE_STRATEGY", {
    since: "3.15.0",
    note: "only the value efa has a meaning: one EFA interface per card, without a separate efa-only interface",
  }),
});
