import { clusterConfigRules as rules } from "@trainyard/core";
import type { Recorded } from "./Recorded.ts";
import type { ValidatorAdapter } from "./ValidatorAdapter.ts";

const LEVELS = ["SlurmConf", "Queue", "ComputeResource"] as const;

/** Slurm's own settings, accounting, and the directory of users. */
export const slurmAdapters: Readonly<Record<string, ValidatorAdapter>> = {
  CustomSlurmSettingsValidator: ({ given }) =>
    rules.customSlurmSettingsValidator({
      settings: given.maps("custom_settings"),
      denyList: denyListOf(given),
      level: LEVELS.find((level) => level === given.text("settings_level")) ?? "SlurmConf",
    }),
  CustomSlurmNodeNamesValidator: ({ given }) =>
    rules.customSlurmNodeNamesValidator({ settings: given.maps("custom_settings") }),
  CustomSlurmSettingsIncludeFileOnlyValidator: ({ given }) =>
    rules.customSlurmSettingsIncludeFileOnlyValidator({
      settings: given.maps("custom_settings"),
      includeFileUrl: given.optionalText("include_file_url"),
    }),
  SlurmNodePrioritiesWarningValidator: ({ given }) =>
    rules.slurmNodePrioritiesWarningValidator({
      queueName: given.text("queue_name"),
      computeResources: given.parts("compute_resources").map((resource) => ({
        name: resource.text("name"),
        minCount: resource.number("min_count"),
        maxCount: resource.number("max_count"),
        staticPriority: resource.number("static_node_priority"),
        dynamicPriority: resource.number("dynamic_node_priority"),
      })),
    }),
  ExternalSlurmdbdVsDatabaseIncompatibility: ({ given }) =>
    rules.externalSlurmdbdVsDatabaseIncompatibility({
      hasDatabase: given.flag("database"),
      hasExternalSlurmdbd: given.flag("external_slurmdbd"),
    }),
  ExternalSlurmdbdRequiresCustomMungeKey: ({ given }) =>
    rules.externalSlurmdbdRequiresCustomMungeKey({
      hasExternalSlurmdbd: given.flag("external_slurmdbd"),
      hasMungeKey: given.flag("munge_key_secret_arn"),
    }),
  ExternalSlurmdbdTrafficNotEncrypted: ({ given }) =>
    rules.externalSlurmdbdTrafficNotEncrypted({ hasExternalSlurmdbd: given.flag("external_slurmdbd") }),
  DatabaseUriValidator: ({ given }) => rules.databaseUriValidator({ uri: given.text("uri") }),
  DomainNameValidator: ({ given }) => rules.domainNameValidator({ domainName: given.text("domain_name") }),
  DomainAddrValidator: ({ given }) =>
    rules.domainAddrValidator({
      domainAddr: given.text("domain_addr"),
      sssdConfigs: given.map("additional_sssd_configs"),
    }),
  LdapTlsReqCertValidator: ({ given }) =>
    rules.ldapTlsReqCertValidator({ ldapTlsReqCert: given.text("ldap_tls_reqcert") }),
  AdditionalSssdConfigsValidator: ({ given }) =>
    rules.additionalSssdConfigsValidator({
      sssdConfigs: given.map("additional_sssd_configs"),
      ldapAccessFilter: given.optionalText("ldap_access_filter"),
    }),
};

/** For the cluster it is a map of lists. */
function denyListOf(given: Recorded): readonly string[] {
  const lists = given.textLists("deny_list");
  return lists.size === 0 ? given.texts("deny_list") : [...lists.values()].flat();
}
