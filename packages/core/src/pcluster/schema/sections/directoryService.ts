import { flag, map, section, text } from "../field.ts";
import { PATTERNS } from "../patterns.ts";

export const directoryServiceSection = section("DirectoryService", {
  DomainName: text("COMPUTE_AND_LOGIN_NODES_STOP", { required: true }),
  DomainAddr: text("COMPUTE_AND_LOGIN_NODES_STOP", {
    required: true,
    note: "ldaps:// or ldap:// URI; no scheme = ldaps assumed",
  }),
  PasswordSecretArn: text("COMPUTE_AND_LOGIN_NODES_STOP", {
    required: true,
    pattern: PATTERNS.secretOrParameter,
    note: "secretsmanager secret everywhere; SSM parameter accepted by the regex but supported only in us-isob-east-1",
  }),
  DomainReadOnlyUser: text("COMPUTE_AND_LOGIN_NODES_STOP", { required: true }),
  LdapTlsCaCert: text("COMPUTE_AND_LOGIN_NODES_STOP"),
  LdapTlsReqCert: text("COMPUTE_AND_LOGIN_NODES_STOP", {
    allowed: ["never", "allow", "try", "demand", "hard"],
    default: "hard",
  }),
  LdapAccessFilter: text("COMPUTE_AND_LOGIN_NODES_STOP"),
  GenerateSshKeysForUsers: flag("COMPUTE_AND_LOGIN_NODES_STOP", { default: true }),
  AdditionalSssdConfigs: map("COMPUTE_AND_LOGIN_NODES_STOP", { default: {} }),
});
