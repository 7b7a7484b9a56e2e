import { flag, integer, mapList, nested, section, text } from "../field.ts";
import { PATTERNS } from "../patterns.ts";

export const dnsSection = section("Dns", {
  DisableManagedDns: flag("UNSUPPORTED", { default: false }),
  HostedZoneId: text("UNSUPPORTED"),
  UseEc2Hostnames: flag("UNSUPPORTED", { default: false }),
});

export const databaseSection = section("Database", {
  Uri: text("COMPUTE_FLEET_STOP", {
    required: true,
    note: "host[:port], no scheme, no leading slash; port assumed 3306",
  }),
  UserName: text("COMPUTE_FLEET_STOP", { required: true }),
  PasswordSecretArn: text("COMPUTE_FLEET_STOP", { required: true, pattern: PATTERNS.secret }),
  DatabaseName: text("SUPPORTED", {
    pattern: PATTERNS.databaseName,
    minLength: 1,
    maxLength: 64,
    defaultRule:
      "none (Slurm default derived from the cluster name: <cluster>_acct_db style database chosen by slurmdbd configuration)",
  }),
});

export const externalSlurmdbdSection = section("ExternalSlurmdbd", {
  Host: text("SUPPORTED", { required: true }),
  Port: integer("SUPPORTED", { default: 6819 }),
});

export const slurmSettingsSection = section("SlurmSettings", {
  ScaledownIdletime: integer("COMPUTE_FLEET_STOP", {
    min: -1,
    default: 10,
    note: "minutes; -1 disables scale down",
  }),
  Dns: nested(dnsSection, "UNSUPPORTED", { implied: true }),
  QueueUpdateStrategy: text("IGNORED", {
    allowed: ["DRAIN", "COMPUTE_FLEET_STOP", "TERMINATE"],
    default: "COMPUTE_FLEET_STOP",
    note: "DRAIN, TERMINATE or COMPUTE_FLEET_STOP",
  }),
  EnableMemoryBasedScheduling: flag("COMPUTE_FLEET_STOP", { default: false }),
  Database: nested(databaseSection, "COMPUTE_FLEET_STOP"),
  CustomSlurmSettings: mapList("SUPPORTED", {
    note: "list of maps; at most one of CustomSlurmSettings / CustomSlurmSettingsIncludeFile (semantic validator)",
  }),
  CustomSlurmSettingsIncludeFile: text("SUPPORTED"),
  MungeKeySecretArn: text("COMPUTE_AND_LOGIN_NODES_STOP", {
    note: "Secrets Manager ARN with a base64 key whose decoded size is 256..8192 bits",
  }),
  ExternalSlurmdbd: nested(externalSlurmdbdSection, "SUPPORTED"),
});
