import {
  amiOsCompatibleValidator,
  customAmiTagValidator,
  iamPolicyValidator,
  roleValidator,
} from "../rules/accountThings.ts";
import { extraChefAttributesValidator } from "../rules/chefAttributes.ts";
import {
  additionalSssdConfigsValidator,
  domainAddrValidator,
  domainNameValidator,
  ldapTlsReqCertValidator,
} from "../rules/directoryService.ts";
import { iamResourcePrefixValidator } from "../rules/iamPrefix.ts";
import { detailedMonitoringValidator, logRotationValidator } from "../rules/monitoring.ts";
import { lambdaFunctionsVpcConfigValidator } from "../rules/networking.ts";
import { osCustomAmiValidator } from "../rules/operatingSystems.ts";
import { passwordSecretArnValidator } from "../rules/secrets.ts";
import type { ClusterModel } from "./ClusterModel.ts";
import { planUrl } from "./planNodes.ts";
import type { RulePlan } from "./RulePlan.ts";

export function planImage(plan: RulePlan, model: ClusterModel): void {
  const { limits, version, aws } = model;
  const { Os: os, CustomAmi: customAmi } = model.config.Image;
  plan.add("OsCustomAmiValidator", ["Image"], () => osCustomAmiValidator({ limits, os, customAmi }));
  if (!customAmi) return;
  const path = ["Image", "CustomAmi"];
  plan.add("CustomAmiTagValidator", path, () => customAmiTagValidator({ imageId: customAmi, version }, aws));
  plan.add("AmiOsCompatibleValidator", path, () => amiOsCompatibleValidator({ os, imageId: customAmi }, aws));
}

export function planMonitoring(plan: RulePlan, model: ClusterModel): void {
  const { DetailedMonitoring: detailedMonitoring, Logs: logs } = model.config.Monitoring;
  plan.add("LogRotationValidator", ["Monitoring", "Logs"], () =>
    logRotationValidator({ logsEnabled: logs.CloudWatch.Enabled, rotationEnabled: logs.Rotation.Enabled }),
  );
  plan.add("DetailedMonitoringValidator", ["Monitoring", "DetailedMonitoring"], () =>
    detailedMonitoringValidator({ detailedMonitoring }),
  );
}

export function planClusterIam(plan: RulePlan, model: ClusterModel): void {
  const iam = model.config.Iam;
  const role = iam?.Roles?.LambdaFunctionsRole;
  const policy = iam?.PermissionsBoundary;
  const resourcePrefix = iam?.ResourcePrefix;
  if (role)
    plan.add("RoleValidator", ["Iam", "Roles", "LambdaFunctionsRole"], () =>
      roleValidator({ arn: role }, model.aws),
    );
  if (policy)
    plan.add("IamPolicyValidator", ["Iam", "PermissionsBoundary"], () =>
      iamPolicyValidator({ arn: policy }, model.aws),
    );
  if (resourcePrefix)
    plan.add("IamResourcePrefixValidator", ["Iam", "ResourcePrefix"], () =>
      iamResourcePrefixValidator({ resourcePrefix }),
    );
}

export function planDirectoryService(plan: RulePlan, model: ClusterModel): void {
  const service = model.config.DirectoryService;
  if (service === undefined) return;
  const { DomainName: domainName, DomainAddr: domainAddr, PasswordSecretArn: arn } = service;
  const {
    AdditionalSssdConfigs: sssdConfigs,
    LdapTlsReqCert: ldapTlsReqCert,
    LdapAccessFilter: ldapAccessFilter,
  } = service;
  if (domainName)
    plan.add("DomainNameValidator", inDirectory("DomainName"), () => domainNameValidator({ domainName }));
  if (domainAddr)
    plan.add("DomainAddrValidator", inDirectory("DomainAddr"), () =>
      domainAddrValidator({ domainAddr, sssdConfigs }),
    );
  if (arn)
    plan.add("PasswordSecretArnValidator", inDirectory("PasswordSecretArn"), () =>
      passwordSecretArnValidator({ arn, region: model.region }, model.aws),
    );
  plan.add("LdapTlsReqCertValidator", inDirectory("LdapTlsReqCert"), () =>
    ldapTlsReqCertValidator({ ldapTlsReqCert }),
  );
  if (Object.keys(sssdConfigs).length > 0)
    plan.add("AdditionalSssdConfigsValidator", inDirectory("AdditionalSssdConfigs"), () =>
      additionalSssdConfigsValidator({ sssdConfigs, ldapAccessFilter }),
    );
}

function inDirectory(key: string): readonly string[] {
  return ["DirectoryService", key];
}

export function planDevSettings(plan: RulePlan, model: ClusterModel): void {
  const settings = model.config.DevSettings;
  if (settings === undefined) return;
  const { Cookbook: cookbook, NodePackage, AwsBatchCliPackage, ClusterTemplate } = settings;
  if (cookbook?.ChefCookbook !== undefined)
    planUrl(plan, model, ["DevSettings", "Cookbook", "ChefCookbook"], cookbook.ChefCookbook);
  if (model.limits.checksChefAttributes)
    plan.add("ExtraChefAttributesValidator", ["DevSettings", "Cookbook", "ExtraChefAttributes"], () =>
      extraChefAttributesValidator({ attributes: cookbook?.ExtraChefAttributes }),
    );
  for (const [key, url] of Object.entries({ NodePackage, AwsBatchCliPackage, ClusterTemplate }))
    if (url) planUrl(plan, model, ["DevSettings", key], url);
}

export function planDeploymentSettings(plan: RulePlan, model: ClusterModel): void {
  const vpc = model.config.DeploymentSettings?.LambdaFunctionsVpcConfig;
  if (vpc === undefined) return;
  plan.add("LambdaFunctionsVpcConfigValidator", ["DeploymentSettings", "LambdaFunctionsVpcConfig"], () =>
    lambdaFunctionsVpcConfigValidator(
      { securityGroupIds: vpc.SecurityGroupIds, subnetIds: vpc.SubnetIds },
      model.aws,
    ),
  );
}
