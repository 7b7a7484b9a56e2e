import { showValue, type ConfigMap } from "../yaml/configValue.ts";
import { error, findingsOf, warning, type Findings } from "./finding.ts";
import { schemeOf } from "./urls.ts";

const FQDN_PATTERN = /^([a-zA-Z0-9_-]+)(\.[a-zA-Z0-9_-]+)*\n?$/;
const DN_PATTERN = /^((DC|dc)=[a-zA-Z0-9_-]+)(,(DC|dc)=[a-zA-Z0-9_-]+)*\n?$/;
const TLS_SWITCH = "ldap_auth_disable_tls_never_use_in_production";

export function domainNameValidator({ domainName }: { readonly domainName: string }): Findings {
  return findingsOf(
    !FQDN_PATTERN.test(domainName) &&
      !DN_PATTERN.test(domainName) &&
      error(
        `The domain '${domainName}' is neither a name such as corp.example.com nor such as DC=corp,DC=example,DC=com.`,
      ),
  );
}

export interface DomainAddrInput {
  readonly domainAddr: string;
  readonly sssdConfigs: ConfigMap;
}

export function domainAddrValidator({ domainAddr, sssdConfigs }: DomainAddrInput): Findings {
  const scheme = schemeOf(domainAddr);
  if (scheme === "") return [warning(`DomainAddr '${domainAddr}' names no protocol; ldaps is assumed.`)];
  if (scheme === "ldaps") return [];
  if (scheme !== "ldap")
    return [warning(`DomainAddr '${domainAddr}' has the protocol ${scheme}; ldap and ldaps are supported.`)];
  const tlsSwitch = sssdConfigs[TLS_SWITCH];
  const tlsOff = tlsSwitch === true || (typeof tlsSwitch === "string" && tlsSwitch.toLowerCase() === "true");
  const advice = tlsOff ? "" : ` With ldap, AdditionalSssdConfigs needs ${TLS_SWITCH}: true.`;
  return [warning(`DomainAddr '${domainAddr}' is not encrypted; use ldaps.${advice}`)];
}

export function ldapTlsReqCertValidator({ ldapTlsReqCert }: { readonly ldapTlsReqCert: string }): Findings {
  return findingsOf(
    ldapTlsReqCert !== "hard" &&
      ldapTlsReqCert !== "demand" &&
      warning(`LdapTlsReqCert is ${ldapTlsReqCert}: certificates are not enforced. Use hard or demand.`),
  );
}

export interface SssdConfigsInput {
  readonly sssdConfigs: ConfigMap;
  readonly ldapAccessFilter: string | undefined;
}

export function additionalSssdConfigsValidator({
  sssdConfigs,
  ldapAccessFilter,
}: SssdConfigsInput): Findings {
  const reserved = ["id_provider", ...(ldapAccessFilter === undefined ? [] : ["access_provider"])];
  return reserved
    .filter((key) => sssdConfigs[key] !== undefined && sssdConfigs[key] !== "ldap")
    .map((key) =>
      error(`AdditionalSssdConfigs cannot set ${key} to ${showValue(sssdConfigs[key])}; it must be ldap.`),
    );
}
